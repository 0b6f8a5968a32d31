/**
 * What a foreign parser reads out of the text is what was put in: prometheus_client's, which shares no code with ours.
 */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { PythonTextParser, float64Bits } from '../../../../test/oracles/text-parser.ts';
import type { ParsedSample } from '../../../../test/oracles/python-parser.ts';
import { Registry } from '../registry/registry.ts';

const missing = await missingDebianPackage('python3-prometheus-client');

const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({
      unit: fc.constantFrom('|', ',', '=', '"', '\\', '\n', '{', '}', '\0', '#', ' ', 'n', 'a', 'é', '😀', '\r', '\t', '\u0085', '\u2028'),
      maxLength: 6,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '__overflow',
      '__overflow___',
      ' __overflow__',
      '__proto__',
      'constructor',
      '} 1',
      'a="x"',
      '# HELP',
      '+Inf',
      'NaN',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed() && text !== '__overflow__') },
);
const hostileValue = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, Number.MIN_VALUE, -Number.MIN_VALUE, 1e308, 2 ** 53 + 1, 2 ** 53 + 2, NaN, Infinity, -Infinity),
);

describe('text read back by prometheus_client', () => {
  const python = new PythonTextParser();

  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  afterAll(() => python.close());

  async function samplesOf(registry: Registry): Promise<readonly ParsedSample[]> {
    return (await python.parse(await registry.metrics())).flatMap((family) => family.samples);
  }

  it('holds the same series in the same order, each with its labels and its value bit for bit', async () => {
    const series = fc.uniqueArray(fc.record({ one: hostileText, two: hostileText, value: hostileValue }), {
      minLength: 1,
      maxLength: 8,
      selector: ({ one, two }) => JSON.stringify([one, two]),
    });
    await fc.assert(
      fc.asyncProperty(series, async (given) => {
        const registry = new Registry();
        const gauge = registry.gauge({ name: 'g:auge_1', help: 'h', labelNames: ['one', 'two'] });
        for (const { one, two, value } of given) gauge.labels({ two, one }).set(value);
        expect(await samplesOf(registry)).toEqual(
          given.map(({ one, two, value }) => ({ name: 'g:auge_1', labels: { one, two }, bits: float64Bits(value) })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('keeps any two different label sets apart', async () => {
    const labels = fc.record({ one: hostileText, two: hostileText });
    await fc.assert(
      fc.asyncProperty(labels, labels, async (first, second) => {
        fc.pre(first.one !== second.one || first.two !== second.two);
        const registry = new Registry();
        const counter = registry.counter({ name: 'c_total', help: 'h', labelNames: ['one', 'two'] });
        counter.labels(first).inc(1);
        counter.labels(second).inc(2);
        expect(await samplesOf(registry)).toEqual([
          { name: 'c_total', labels: first, bits: float64Bits(1) },
          { name: 'c_total', labels: second, bits: float64Bits(2) },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('holds help and type of every family', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (middle) => {
        const help = `Help ${middle}.`;
        const registry = new Registry();
        registry.counter({ name: 'c_total', help });
        registry.gauge({ name: 'g', help });
        registry.histogram({ name: 'h', help, buckets: [1] });
        const families = await python.parse(await registry.metrics());
        expect(families.map((family) => [family.name, family.type, family.help])).toEqual([
          ['c', 'counter', help],
          ['g', 'gauge', help],
          ['h', 'histogram', help],
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('holds histograms with buckets, sum and count as get() shows them', async () => {
    const bounds = fc.uniqueArray(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((bound) => bound + 0),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(bounds, fc.array(fc.double({ noNaN: true })), hostileText, async (unsorted, observations, label) => {
        const registry = new Registry();
        const histogram = registry.histogram({ name: 'h', help: 'h', buckets: unsorted.toSorted((a, b) => a - b), labelNames: ['label'] });
        for (const value of observations) histogram.labels({ label }).observe(value);
        const samples = await samplesOf(registry);
        expect(samples).toEqual(histogram.get().map(({ name, labels, value }) => ({ name, labels, bits: float64Bits(value) })));
        const bucketBounds = samples.flatMap(({ labels }) => labels['le'] ?? []).map((le) => Number(le.replace('+Inf', 'Infinity')));
        expect(bucketBounds).toEqual(observations.length === 0 ? [] : [...histogram.buckets, Infinity]);
      }),
      { numRuns: 100 },
    );
  });
});
