/**
 * What a foreign, strict parser reads out of a document is what was put in: prometheus_client's, which shares no code
 * with ours.
 */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { PythonOpenMetricsParser } from '../../../../test/oracles/open-metrics-parser.ts';
import { float64Bits } from '../../../../test/oracles/text-parser.ts';
import type { ParsedSample } from '../../../../test/oracles/python-parser.ts';
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily, Sample } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { ESCAPING_SCHEMES } from './escape-name.ts';
import { encodeOpenMetrics } from './text.ts';

/** The types whose names the properties try out. */
type MetricType = 'counter' | 'gauge' | 'histogram';

const missing = await missingDebianPackage('python3-prometheus-client');

const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({
      unit: fc.constantFrom(' # ', ',', '=', '"', '\\', '\n', '{', '}', '\0', '#', ' ', 'n', 'é', '😀', '\r', '\t', '\u0085', '\u2028'),
      maxLength: 6,
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom('} 1 # {a="b"} 1', '# EOF', '', '__proto__', '+Inf', 'NaN') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()) },
);
const hostileValue = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, Number.MIN_VALUE, -Number.MIN_VALUE, 1e308, 2 ** 53 + 2, 1e21, NaN, Infinity, -Infinity),
);

/** The samples as the parser returns them: without the sum and count that OpenMetrics forbids, with bounds as it writes them. */
function expected(samples: readonly Sample[]): ParsedSample[] {
  const hasNegativeBound = samples.some(({ labels }) => Number(labels['le']) < 0);
  let sumIsCounter = true;
  return samples.flatMap(({ name, labels, value }) => {
    if (name.endsWith('_sum')) sumIsCounter = !hasNegativeBound && value >= 0;
    if (/_(?:sum|count)$/.test(name) && !sumIsCounter) return [];
    return [{ name, labels: canonicalBound(labels), bits: float64Bits(value) }];
  });
}

function canonicalBound(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { le } = labels;
  return le === undefined ? labels : { ...labels, le: /^-?\d+$/.test(le) ? `${le}.0` : le };
}

describe('OpenMetrics read back by prometheus_client', () => {
  const python = new PythonOpenMetricsParser();

  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  afterAll(() => python.close());

  async function samplesOf(registry: Registry): Promise<readonly ParsedSample[]> {
    return (await python.parse(encodeOpenMetrics(await registry.gather()))).flatMap((family) => family.samples);
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

  it('holds counters of any value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), hostileText, async (value, label) => {
        const registry = new Registry();
        registry
          .counter({ name: 'c_total', help: 'h', labelNames: ['a'] })
          .labels({ a: label })
          .inc(value);
        expect(await samplesOf(registry)).toEqual([{ name: 'c_total', labels: { a: label }, bits: float64Bits(value + 0) }]);
      }),
      { numRuns: 200 },
    );
  });

  it('holds histograms with buckets, sum and count as get() shows them, but for a sum that is no counter', async () => {
    const bounds = fc.uniqueArray(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((bound) => bound + 0),
      { minLength: 1, maxLength: 12 },
    );
    const given = fc.record({
      bounds,
      observations: fc.array(fc.double({ noNaN: true })),
      others: fc.array(fc.double({ min: 0, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(given, hostileText, async ({ bounds: unsorted, observations, others }, label) => {
        const registry = new Registry();
        const histogram = registry.histogram({ name: 'h', help: 'h', buckets: unsorted.toSorted((a, b) => a - b), labelNames: ['label'] });
        for (const value of observations) histogram.labels({ label }).observe(value);
        for (const value of others) histogram.labels({ label: `${label}2` }).observe(value);
        expect(await samplesOf(registry)).toEqual(expected(histogram.get()));
      }),
      { numRuns: 200 },
    );
  });

  it('holds name, type, unit and help of every family', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (middle) => {
        const help = `Help ${middle}.`;
        const registry = new Registry();
        registry.counter({ name: 'c_seconds_total', help, unit: 'seconds' });
        registry.gauge({ name: 'g_bytes', help, unit: 'bytes' });
        registry.gauge({ name: 'g', help });
        registry.histogram({ name: 'h_grams', help, unit: 'grams', buckets: [1] });
        const families = await python.parse(encodeOpenMetrics(await registry.gather()));
        expect(families.map((family) => [family.name, family.type, family.unit, family.help])).toEqual([
          ['c_seconds', 'counter', 'seconds', help],
          ['g_bytes', 'gauge', 'bytes', help],
          ['g', 'gauge', '', help],
          ['h_grams', 'histogram', 'grams', help],
        ]);
      }),
      { numRuns: 100 },
    );
  });

  const metrics = fc.uniqueArray(
    fc.record({
      name: fc
        .array(fc.constantFrom('a', '_a', '.a', '-a', '_total', '_created', '_info', '_bucket', '_sum', '_count', '_seconds'), {
          minLength: 1,
          maxLength: 3,
        })
        .map((parts) => parts.join('')),
      type: fc.constantFrom<MetricType>('counter', 'gauge', 'histogram'),
      unit: fc.constantFrom(undefined, 'seconds', 'a'),
    }),
    { minLength: 1, maxLength: 8, selector: ({ name }) => name },
  );

  it('is never refused for names that stand beside each other in a registry, and loses no sample of them', async () => {
    await fc.assert(
      fc.asyncProperty(metrics, async (given) => {
        const registry = new Registry();
        const samples = given.flatMap(({ name, type }) => defined(registry, name, type));
        expect(new Set(await samplesOf(registry))).toEqual(new Set(expected(samples)));
      }),
      { numRuns: 300 },
    );
  });

  it('is never refused for UTF-8 names however they are escaped, and for units', async () => {
    await fc.assert(
      fc.asyncProperty(metrics, fc.constantFrom(...ESCAPING_SCHEMES.slice(1)), async (given, escaping) => {
        const families = compatible(given.map(({ name, type, unit }) => oneSeries(name, type, unit)));
        const parsed = await python.parse(encodeOpenMetrics(families, { escaping }));
        const samples = parsed.flatMap((family) => family.samples);
        expect(samples).toHaveLength(families.reduce((count, { type }) => count + (type === 'histogram' ? 3 : 1), 0));
        expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
      }),
      { numRuns: 300 },
    );
  });
});

/** Defines a metric unless the registry refuses it, and returns its samples. */
function defined(registry: Registry, name: string, type: MetricType): Sample[] {
  try {
    if (type !== 'histogram') return registry[type]({ name, help: 'h' }).get();
    return registry.histogram({ name, help: 'h', buckets: [1] }).get();
  } catch (error) {
    expect(error).toBeInstanceOf(MetricsError);
    return [];
  }
}

function oneSeries(name: string, type: MetricType, unit: string | undefined): MetricFamily {
  return {
    name,
    type,
    unit,
    help: 'h',
    visit: (sink) => {
      for (const suffix of type === 'histogram' ? (['_bucket', '_sum', '_count'] as const) : ([''] as const)) {
        sink.sample(suffix, { names: [], values: [] }, suffix === '_bucket' ? Infinity : undefined, 1);
      }
    },
  };
}

/** Leaves out families that no registry would let in: those that show a sample of another. */
function compatible(families: readonly MetricFamily[]): MetricFamily[] {
  const taken = new Set<string>();
  return families.filter(({ name, type }) => {
    const samples = type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
    if (samples.some((sample) => taken.has(sample))) return false;
    for (const sample of samples) taken.add(sample);
    return true;
  });
}
