/**
 * What a foreign, strict parser reads out of a document is what was put in: prometheus_client's, which shares no code
 * with ours.
 */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { PythonOpenMetricsParser } from '../../../../test/oracles/open-metrics-parser.ts';
import type { ParsedOpenMetricsFamily } from '../../../../test/oracles/open-metrics-parser.ts';
import { float64Bits } from '../../../../test/oracles/text-parser.ts';
import type { ParsedSample } from '../../../../test/oracles/python-parser.ts';
import { contents, identity } from '../../../../test/support/sample-identity.ts';
import type { Sample } from '../model/family.ts';
import { KINDS } from '../registry/instrument-kinds.ts';
import type { AnyFamily } from '../registry/instrument-kinds.ts';
import { Registry } from '../registry/registry.ts';
import {
  datedSamples,
  givenFamilies,
  hostileName,
  hostileText,
  hostileValue,
  made,
  madeTogether,
  unlessRefused,
} from '../testing/hostile-families.ts';
import type { DatedSamples } from '../testing/hostile-families.ts';
import { encodeOpenMetrics } from './text.ts';

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

const missing = await missingDebianPackage('python3-prometheus-client');

/** A family as the strict parser returns it when nothing was lost but what OpenMetrics forbids. */
function parsed(family: AnyFamily, createdTimestamps: boolean): ParsedOpenMetricsFamily[] {
  const name = family.name.replace(/_(?:total|info)$/, '');
  const samples = datedSamples(family).flatMap((dated) => [
    ...allowed(family, dated.samples),
    ...(createdTimestamps ? created(`${name}_created`, dated) : []),
  ]);
  return samples.length === 0 ? [] : [{ name, help: family.help, type: family.type, unit: family.unit ?? '', samples }];
}

/**
 * Leaves out what OpenMetrics forbids: sums that are negative or NaN, of histograms also sums beside negative bounds and
 * counts without a sum, and of summaries negative quantiles.
 */
function allowed({ name: familyName, type }: AnyFamily, samples: readonly Sample[]): ParsedSample[] {
  const hasNegativeBound = samples.some(({ labels }) => Number(labels['le']) < 0);
  const sum = samples.find(({ name }) => name === `${familyName}_sum`)?.value ?? 0;
  const left = samples.filter(({ name, value }) => {
    const suffix = name.slice(familyName.length);
    if (type === 'summary') return suffix === '_count' || (suffix === '_sum' ? sum >= 0 : !(value < 0));
    return type !== 'histogram' || suffix === '_bucket' || (sum >= 0 && !hasNegativeBound);
  });
  return left.map(({ name, labels, value }) => ({ name, labels: canonical(labels), bits: float64Bits(value) }));
}

function allAllowed(family: AnyFamily): ParsedSample[] {
  return datedSamples(family).flatMap(({ samples }) => allowed(family, samples));
}

function created(name: string, { samples, createdAt = NaN }: DatedSamples): ParsedSample[] {
  if (!Number.isFinite(createdAt)) return [];
  const { le: _, quantile: __, ...labels } = samples[0]!.labels;
  return [{ name, labels, bits: float64Bits(createdAt) }];
}

/** Bounds and quantiles always have a fraction or an exponent. */
function canonical(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(labels).map(([name, value]) => {
    const isBound = name === 'le' || name === 'quantile';
    return [name, isBound && /^-?\d+$/.test(value) ? `${value}.0` : value] as const;
  });
  return Object.fromEntries(entries);
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

  it('holds every family of every type as get() shows it, but for what OpenMetrics forbids', async () => {
    await fc.assert(
      fc.asyncProperty(givenFamilies(), fc.boolean(), async (given, createdTimestamps) => {
        const families = given.map(made);
        const document = encodeOpenMetrics(families, { createdTimestamps });
        expect(await python.parse(document)).toEqual(families.flatMap((family) => parsed(family, createdTimestamps)));
      }),
      { numRuns: 500 },
    );
  });

  it('is never refused for names that stand beside each other in a registry, and loses no sample of them', async () => {
    const parts = fc.constantFrom('a', '_a', '_total', '_created', '_info', '_bucket', '_sum', '_count', '_seconds');
    const name = fc.array(parts, { minLength: 1, maxLength: 3 }).map((some) => some.join(''));
    const given = fc.uniqueArray(fc.record({ name, kind: fc.constantFrom(...KIND_NAMES) }), {
      maxLength: 8,
      selector: (each) => each.name,
    });
    await fc.assert(
      fc.asyncProperty(given, fc.boolean(), async (metrics, createdTimestamps) => {
        const registry = new Registry();
        for (const metric of metrics) unlessRefused(() => define(registry, metric));
        const families = (await registry.gather()) as readonly AnyFamily[];
        const samples = (await python.parse(encodeOpenMetrics(families, { createdTimestamps }))).flatMap((family) => family.samples);
        const expected = families.flatMap(allAllowed);
        expect(samples).toEqual(expect.arrayContaining(expected));
        expect(createdTimestamps || samples.length === expected.length).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['underscores', 'dots', 'values'] as const)(
    'is never refused for UTF-8 names that are escaped by %s, and loses no sample and no label of them',
    async (escaping) => {
      await fc.assert(
        fc.asyncProperty(givenFamilies(hostileName), async (given) => {
          const families = madeTogether(given);
          const samples = (await python.parse(encodeOpenMetrics(families, { escaping }))).flatMap((family) => family.samples);
          expect(contents(samples)).toEqual(contents(families.flatMap(allAllowed)));
          expect(new Set(samples.map(identity)).size).toBe(samples.length);
        }),
        { numRuns: 300 },
      );
    },
  );
});

function define(registry: Registry, { name, kind }: { readonly name: string; readonly kind: keyof typeof KINDS }): void {
  const definitions = {
    counter: () => registry.counter({ name, help: 'h' }),
    gauge: () => registry.gauge({ name, help: 'h' }),
    histogram: () => registry.histogram({ name, help: 'h' }),
    summary: () => registry.summary({ name, help: 'h', quantiles: [0.5] }).observe(1),
    info: () => registry.info({ name, help: 'h', labelNames: ['of'] }).set({ of: 'x' }),
    stateSet: () => registry.stateSet({ name, help: 'h', states: ['on', 'off'] }).set('on'),
  };
  definitions[kind]();
}
