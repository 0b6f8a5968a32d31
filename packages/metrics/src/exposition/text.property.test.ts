/**
 * What a foreign parser reads out of the text is what was put in: prometheus_client's, which shares no code with ours.
 */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { PythonTextParser, float64Bits } from '../../../../test/oracles/text-parser.ts';
import type { ParsedFamily, ParsedSample } from '../../../../test/oracles/python-parser.ts';
import type { AnyFamily } from '../registry/instrument-kinds.ts';
import { Registry } from '../registry/registry.ts';
import { givenFamilies, hostileText, hostileValue, made } from '../testing/hostile-families.ts';
import { encodeText } from './text.ts';

const missing = await missingDebianPackage('python3-prometheus-client');

/** The text format has fewer types. */
const TEXT_TYPES: Readonly<Record<string, string>> = { info: 'gauge', stateset: 'gauge' };

/** A family as the parser returns it when nothing was lost: a counter's name is without its suffix. */
function parsed(family: AnyFamily): ParsedFamily[] {
  const samples = family.get().map(({ name, labels, value }) => ({ name, labels, bits: float64Bits(value) }));
  const name = family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
  return samples.length === 0 ? [] : [{ name, help: family.help, type: TEXT_TYPES[family.type] ?? family.type, samples }];
}

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

  it('holds every family of every type as get() shows it, whatever was recorded, reset and removed', async () => {
    await fc.assert(
      fc.asyncProperty(givenFamilies(), async (given) => {
        const families = given.map(made);
        expect(await python.parse(encodeText(families))).toEqual(families.flatMap(parsed));
      }),
      { numRuns: 500 },
    );
  });
});
