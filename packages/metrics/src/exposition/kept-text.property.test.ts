/** The text that is kept and patched is the text that would be written anew, whatever has happened in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { givenFamilies, hostileName, madeTogether } from '../testing/hostile-families.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import type { Exposition } from './content-type.ts';
import { Document } from './document.ts';
import { ESCAPING_SCHEMES } from './escape-name.ts';
import { Moment } from './moment.ts';
import { textOf } from './text.ts';

interface Change {
  readonly series: number;
  readonly value: number;
  readonly kind: 'write' | 'remove' | 'reset' | 'clear';
}

const value = fc.oneof(fc.double(), fc.integer({ min: -20, max: 20 }), fc.constantFrom(0, -0, NaN, 1e300, 0.1, 12.5));
const kind = fc.oneof(
  { weight: 20, arbitrary: fc.constant('write' as const) },
  { weight: 6, arbitrary: fc.constant('remove' as const) },
  { weight: 1, arbitrary: fc.constantFrom('reset' as const, 'clear' as const) },
);
const changes = fc.array(fc.record({ series: fc.nat(200), value, kind }), { maxLength: 40 });
const rounds = fc.array(changes, { minLength: 1, maxLength: 8 });
const exposition = fc.constantFrom(
  TEXT_0_0_4,
  version1('text', 'allow-utf-8'),
  version1('openmetrics', 'underscores'),
  version1('openmetrics', 'allow-utf-8'),
);

function changingFamilies(labels: readonly string[]) {
  const registry = new Registry({ nameValidation: 'utf8' });
  const options = { help: 'Help.', labelNames: ['a', 'b'] as const };
  const gauge = registry.gauge({ ...options, name: 'shop_gauge' });
  const absent = registry.gauge({ ...options, name: 'shop.absent', omitNaN: true });
  const histogram = registry.histogram({ ...options, name: 'shop_seconds', buckets: [-1, 0, 0.5, 10] });
  const waits = registry.histogram({ name: 'shop.waits', help: 'é', labelNames: ['b', 'a.é'], buckets: [1, 1000] });
  const counter = registry.counter({ ...options, name: 'shop_total', maxSeries: 20 });
  const delay = registry.summary({ ...options, name: 'shop_delay', quantiles: [0, 0.5, 1] });
  const state = registry.stateSet({ ...options, name: 'shop:state', states: ['up', 'é"'] });
  const version = registry.info({ ...options, name: 'shop.version_info' });
  const apply = ({ series, value: amount, kind: what }: Change): void => {
    const set = { a: labels[series % labels.length]!, b: String(series) };
    const every = [gauge, absent, histogram, counter, delay, state, version.family];
    if (what === 'reset') for (const family of every) family.reset();
    else if (what === 'clear') for (const family of every) family.clear();
    else if (what === 'remove') for (const family of every) family.remove(set);
    else {
      gauge.labels(set).set(amount);
      absent.labels(set).set(series % 3 === 0 ? NaN : amount);
      if (!Number.isNaN(amount)) histogram.labels(set).observe(amount);
      if (!Number.isNaN(amount)) waits.labels({ b: set.b, 'a.é': set.a }).observe(amount);
      if (!Number.isNaN(amount)) delay.labels(set).observe(amount);
      state.labels(set).set(...(amount > 0 ? (['up'] as const) : []));
      version.add(set);
      counter.labels(set).inc(Math.min(1e9, Math.abs(amount)) || 0);
    }
  };
  return { registry, apply };
}

/** The document as it is written without anything that was kept. */
function writtenAnew(gathered: readonly MetricFamily[], format: Exposition): string {
  const unstored = gathered.map((family): MetricFamily => ({
    name: family.name,
    help: family.help,
    type: family.type,
    unit: family.unit,
    visit: (sink) => family.visit(sink),
  }));
  return textOf(new Document(Moment.passing(unstored), format));
}

function read(gathered: readonly MetricFamily[], format: Exposition): string {
  return textOf(new Document(Moment.passing(gathered), format));
}

describe('kept text', () => {
  it('equals the text written anew after any sequence of changes and scrapes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(changes, exposition), { minLength: 1, maxLength: 8 }),
        async (labels, sequence) => {
          const { registry, apply } = changingFamilies(labels);
          for (const [round, format] of sequence) {
            round.forEach(apply);
            const gathered = await registry.gather();
            expect(read(gathered, format)).toBe(writtenAnew(gathered, format));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('equals the text written anew for families of every type, whatever their names', () => {
    const escaped = ESCAPING_SCHEMES.flatMap((scheme) => [version1('text', scheme), version1('openmetrics', scheme)]);
    fc.assert(
      fc.property(givenFamilies(hostileName), fc.constantFrom(TEXT_0_0_4, ...escaped), (given, format) => {
        const families = madeTogether(given);
        expect(read(families, format)).toBe(writtenAnew(families, format));
      }),
      { numRuns: 500 },
    );
  });

  it('shows one moment, however much changes and however many others read before the last piece is taken', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, exposition, exposition, async (sequence, format, other) => {
        const { registry, apply } = changingFamilies(['x', 'y']);
        for (let series = 0; series < 150; series++) apply({ series, value: series / 4, kind: 'write' });
        const gathered = await registry.gather();
        const expected = [format, other].map((each) => writtenAnew(gathered, each));
        const moment = Moment.copied(gathered);
        const documents = [format, other].map((each) => ({
          document: new Document(moment, each),
          chunk: new ByteBuffer(0),
        }));
        for (let piece = 0, open = 2; open > 0; piece++) {
          open = documents.filter(({ document, chunk }) => document.appendNext(chunk)).length;
          (sequence[piece % sequence.length] ?? []).forEach(apply);
          if (piece % 3 === 0) read(await registry.gather(), piece % 2 === 0 ? format : TEXT_0_0_4);
        }
        expect(documents.map(({ chunk }) => new TextDecoder().decode(chunk.view()))).toEqual(expected);
        moment.release();
        expect(read(await registry.gather(), format)).toBe(writtenAnew(await registry.gather(), format));
      }),
      { numRuns: 100 },
    );
  });

  it('survives thousands of series that come and go', async () => {
    const registry = new Registry();
    const visits = registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'], maxSeries: 1000 });
    for (let id = 0; id < 20_000; id++) {
      visits.labels({ id: String(id) }).inc(id);
      if (id >= 500) visits.remove({ id: String(id - 500) });
      if (id % 1999 === 0) await registry.metrics();
    }
    const expected = Array.from({ length: 500 }, (_, i) => `visits_total{id="${19_500 + i}"} ${19_500 + i}\n`).join('');
    expect(await registry.metrics()).toBe(`# HELP visits_total h\n# TYPE visits_total counter\n${expected}`);
    expect([visits.seriesCount, visits.overflowed]).toEqual([500, 0]);
    expect(visits.table.rowCount).toBeLessThan(1200);
  });
});
