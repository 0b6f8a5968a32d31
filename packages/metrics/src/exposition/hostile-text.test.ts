/** Names and label values that were made to break a writer, against a writer of a few lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { version1 } from './content-type.ts';
import { Document } from './document.ts';
import { Moment } from './moment.ts';
import { encodeText, textOf } from './text.ts';

/** Moved as a float64, the bytes of this are a signalling NaN. */
const NAN_BYTES = '\u007f😀';

interface NaiveSeries {
  readonly values: readonly string[];
  readonly value: number;
}

interface NaiveFamily {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly series: readonly NaiveSeries[];
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** Writes a family as the text format 1.0.0 wants it; a histogram has the bound 1 and one observation. */
function naiveText({ type, name, help, labels, series }: NaiveFamily): string {
  const isLegacy = (text: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text);
  const written = (text: string): string => (isLegacy(text) ? text : quoted(text));
  const line = (suffix: string, { values }: NaiveSeries, value: number, bound?: string): string => {
    const full = name + suffix;
    const pairs = [
      ...labels.map((label, i) => `${written(label)}=${quoted(values[i]!)}`),
      ...(bound === undefined ? [] : [`le="${bound}"`]),
    ];
    const parts = isLegacy(full) ? pairs : [quoted(full), ...pairs];
    return `${isLegacy(full) ? full : ''}{${parts.join(',')}} ${Object.is(value, -0) ? '-0.0' : value}\n`;
  };
  const lines = series.map((each) =>
    type === 'histogram'
      ? [
          line('_bucket', each, each.value <= 1 ? 1 : 0, '1'),
          line('_bucket', each, 1, '+Inf'),
          line('_sum', each, each.value + 0),
          line('_count', each, 1),
        ].join('')
      : line('', each, each.value),
  );
  const head = `# HELP ${written(name)} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${written(name)} ${type}\n`;
  return series.length === 0 ? '' : head + lines.join('');
}

const CHARACTERS = '|,="\\\n{}\0# naé\r\u2028\ufeff\ufffd0.\u007f😀\u{10ffff}\uffff\u0080\u07ff\u0800';
const unit = fc.constantFrom(NAN_BYTES, ...Array.from(CHARACTERS));
const hostile = fc.string({ unit, maxLength: 12 });
const labelNames = fc.uniqueArray(
  hostile.filter((name) => name !== '' && !name.startsWith('__')),
  { minLength: 1, maxLength: 3 },
);
const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, 0.25, 1e15, 123.45));

describe('hostile names and label values', () => {
  it('are written as a naive writer writes them, round after round', async () => {
    const family = fc.record({ name: hostile, help: hostile, labels: labelNames });
    const rounds = fc.array(fc.array(fc.tuple(fc.array(hostile, { minLength: 3, maxLength: 3 }), number), { maxLength: 90 }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(family, rounds, async ({ name, help, labels }, sequence) => {
        const registry = new Registry({ nameValidation: 'utf8' });
        const options = { help: `H${help}`, labelNames: labels };
        const gauge = registry.gauge({ ...options, name: `g${name}` });
        const counter = registry.counter({ ...options, name: `c${name}_total` });
        const histogram = registry.histogram({ ...options, name: `h${name}`, buckets: [1] });
        const [current, total, first] = [new Map<string, NaiveSeries>(), new Map<string, NaiveSeries>(), new Map<string, NaiveSeries>()];
        for (const round of sequence) {
          for (const [each, value] of round) {
            const values = each.slice(0, labels.length);
            const set = Object.fromEntries(labels.map((label, i) => [label, values[i]!]));
            const key = JSON.stringify(values);
            gauge.labels(set).set(value);
            current.set(key, { values, value });
            const amount = Math.min(Math.abs(value), 1e300);
            counter.labels(set).inc(amount);
            total.set(key, { values, value: (total.get(key)?.value ?? 0) + amount });
            if (first.has(key)) continue;
            histogram.labels(set).observe(value);
            first.set(key, { values, value });
          }
          const families = await registry.gather();
          const text = textOf(new Document(Moment.passing(families), version1('text', 'allow-utf-8')));
          const naive = (
            [
              ['gauge', gauge.name, current],
              ['counter', counter.name, total],
              ['histogram', histogram.name, first],
            ] as const
          ).map(([type, fullName, series]) =>
            naiveText({ type, name: fullName, help: options.help, labels, series: [...series.values()] }),
          );
          expect(text).toBe(naive.join(''));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep every byte wherever it stands among those that move together, however often they move', async () => {
    const registry = new Registry();
    const gauge = registry.gauge({ name: 'g', help: 'h', labelNames: ['a', 'b'] });
    const histogram = registry.histogram({ name: 'h', help: 'h', labelNames: ['a', 'b'], buckets: [1] });
    const sets = Array.from({ length: 24 }, (_, i) => ['x'.repeat(i) + NAN_BYTES.repeat(9), `${NAN_BYTES}${'y'.repeat(i)}`] as const);
    for (const [a, b] of sets) histogram.labels({ a, b }).observe(1);
    const waits = naiveText({
      type: 'histogram',
      name: 'h',
      help: 'h',
      labels: ['a', 'b'],
      series: sets.map((values) => ({ values, value: 1 })),
    });
    for (let round = 0; round < 400; round++) {
      const value = (i: number): number => (i % 5 < round % 6 ? round * 1.5 ** (round % 40) : -i);
      sets.forEach(([a, b], i) => gauge.labels({ a, b }).set(value(i)));
      const series = sets.map((values, i) => ({ values, value: value(i) }));
      const levels = naiveText({ type: 'gauge', name: 'g', help: 'h', labels: ['a', 'b'], series });
      expect(encodeText(await registry.gather())).toBe(levels + waits);
    }
  });
});

describe('label values', () => {
  it('may be a million characters long, each', async () => {
    const registry = new Registry();
    const gauge = registry.gauge({ name: 'g', help: 'h', labelNames: ['a', 'b'] });
    const histogram = registry.histogram({ name: 'h', help: 'h', labelNames: ['a', 'b'], buckets: [1] });
    const values = ['x', '\n', '😀', '"é'].map((text) => text.repeat(1_000_000 / text.length));
    for (const value of [1, 1e-7]) {
      for (const a of values) gauge.labels({ a, b: 'short' }).set(value);
      gauge.labels({ a: 'short', b: values[2]! }).set(value);
      if (value === 1) for (const a of values.slice(2)) histogram.labels({ a, b: values[0]! }).observe(1);
      const levels = [...values.map((a) => [a, 'short']), ['short', values[2]!]].map((each) => ({ values: each, value }));
      const waits = values.slice(2).map((a) => ({ values: [a, values[0]!], value: 1 }));
      const expected = [
        naiveText({ type: 'gauge', name: 'g', help: 'h', labels: ['a', 'b'], series: levels }),
        naiveText({ type: 'histogram', name: 'h', help: 'h', labels: ['a', 'b'], series: waits }),
      ].join('');
      expect((await registry.metrics()) === expected).toBe(true);
    }
  });

  it('may be more than are kept as bytes, and differ in length and in what they are made of', async () => {
    const registry = new Registry();
    const options = { help: 'h', labelNames: ['id', 'kind'], maxSeries: 10_000 } as const;
    const counter = registry.counter({ ...options, name: 'c_total' });
    const histogram = registry.histogram({ ...options, name: 'h', buckets: [1] });
    const sets = Array.from({ length: 6000 }, (_, i) => [
      i >= 4096 && i % 3 === 0 ? `é${NAN_BYTES}"\n${i}` : 'x'.repeat(i % 50) + i,
      `kind ${i % 7}`,
    ]);
    for (const [id, kind] of sets) histogram.labels({ id: id!, kind: kind! }).observe(0.5);
    for (const round of [1, 2, 3]) {
      sets.forEach(([id, kind], i) => counter.labels({ id: id!, kind: kind! }).inc(i * 10 ** round));
      const total = (i: number): number => [10, 100, 1000].slice(0, round).reduce((sum, factor) => sum + i * factor, 0);
      const series = sets.map((values, i) => ({ values, value: total(i) }));
      const waits = sets.map((values) => ({ values, value: 0.5 }));
      const expected = [
        naiveText({ type: 'counter', name: 'c_total', help: 'h', labels: ['id', 'kind'], series }),
        naiveText({ type: 'histogram', name: 'h', help: 'h', labels: ['id', 'kind'], series: waits }),
      ].join('');
      expect(await registry.metrics()).toBe(expected);
    }
  });
});
