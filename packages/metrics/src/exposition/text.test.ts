import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { encodeText } from './text.ts';

describe('encodeText', () => {
  it('writes families in the order given, each in one block, series in the order of their creation', async () => {
    const registry = new Registry();
    const z = registry.gauge({ name: 'z', help: 'Last letter.', labelNames: ['b', 'a'] });
    registry.counter({ name: 'a_total', help: 'First letter.' }).inc(3);
    z.labels({ a: '2', b: '1' }).set(0.1);
    z.labels({ a: '1', b: '2' }).set(-0);
    expect(await registry.metrics()).toBe(`# HELP z Last letter.
# TYPE z gauge
z{b="1",a="2"} 0.1
z{b="2",a="1"} -0.0
# HELP a_total First letter.
# TYPE a_total counter
a_total 3
`);
  });

  it('escapes backslash and line feed in HELP, and leaves quotes alone', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'g', help: 'Path "C:\\new"\nand a second line, é 😀.' });
    expect(await registry.metrics()).toBe('# HELP g Path "C:\\\\new"\\nand a second line, é 😀.\n# TYPE g gauge\ng 0\n');
  });

  it('escapes backslash, quote and line feed in label values, and nothing else', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'g', help: 'h', labelNames: ['v'] }).labels({ v: '\\ " \n {}=,| \t é 😀' });
    expect(await registry.metrics()).toBe('# HELP g h\n# TYPE g gauge\ng{v="\\\\ \\" \\n {}=,| \t é 😀"} 0\n');
  });

  it('writes a histogram with cumulative buckets, the last equal to the count, and le after the labels', async () => {
    const registry = new Registry();
    const h = registry
      .histogram({ name: 'h_seconds', help: 'h', unit: 'seconds', buckets: [0.000_01, 0.5, 1, 2.5, 100, 1_000_000], labelNames: ['z'] })
      .labels({ z: 'x' });
    for (const value of [0, 0.5, 0.75, 99.5, 1e6, 1e7]) h.observe(value);
    expect(await registry.metrics()).toBe(`# HELP h_seconds h
# TYPE h_seconds histogram
h_seconds_bucket{z="x",le="1e-05"} 1
h_seconds_bucket{z="x",le="0.5"} 2
h_seconds_bucket{z="x",le="1"} 3
h_seconds_bucket{z="x",le="2.5"} 3
h_seconds_bucket{z="x",le="100"} 4
h_seconds_bucket{z="x",le="1e+06"} 5
h_seconds_bucket{z="x",le="+Inf"} 6
h_seconds_sum{z="x"} 11000100.75
h_seconds_count{z="x"} 6
`);
  });

  it('leaves out a family without samples, HELP and TYPE included', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'unused', help: 'h', labelNames: ['a'] });
    expect(await registry.metrics()).toBe('');
  });

  it('leaves out a family while it is withheld', async () => {
    const registry = new Registry();
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    gauge.family.withheld = true;
    expect(await registry.metrics()).toBe('');
    gauge.family.withheld = false;
    expect(await registry.metrics()).toBe('# HELP g h\n# TYPE g gauge\ng 0\n');
  });

  it('writes nothing for no families', () => {
    expect(encodeText([])).toBe('');
  });

  it('reads and changes nothing: the same values give the same text', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop' });
    registry
      .histogram({ name: 'h', help: 'h', labelNames: ['a'] })
      .labels({ a: 'x' })
      .observe(1);
    const first = await registry.metrics();
    expect(await registry.metrics()).toBe(first);
    expect(encodeText(await registry.gather())).toBe(first);
  });

  it.each(['x', 'é'])('joins what is longer than it takes at once, of %s', async (character) => {
    const registry = new Registry();
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['text'] });
    const texts = Array.from({ length: 40 }, (_, i) => `${i}${character.repeat(2 ** 20)}`);
    texts.forEach((text, i) => size.labels({ text }).set(i));
    const expected = `# HELP size h\n# TYPE size gauge\n${texts.map((text, i) => `size{text="${text}"} ${i}\n`).join('')}`;
    expect((await registry.metrics()) === expected).toBe(true);
  });
});
