/** Against a model that holds everything: every sample of the journal is there once, in its place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportOpenMetrics } from './openmetrics.ts';
import type { ExportOptions } from './openmetrics.ts';
import type { ReadTurns, RecordedTurn } from './recorded-turns.ts';

const KNOWN = [
  { name: 'shop_orders_total', type: 'counter', help: 'Orders.' },
  { name: 'shop_stock', type: 'gauge', help: 'Units "in stock"\\of now.' },
  { name: 'ventes', type: 'counter', help: 'A promised name.' },
  { name: 'shop_wait_seconds', type: 'histogram', help: 'Waiting.' },
] as const;
const SERIES = [
  'shop_orders_total{state="open"}',
  'shop_orders_total{state="a\\"b"}',
  'shop_stock',
  'ventes',
  'shop_wait_seconds_bucket{page="a",le="1"}',
  'shop_wait_seconds_bucket{page="a",le="+Inf"}',
  'shop_wait_seconds_sum{page="a"}',
  'shop_wait_seconds_count{page="a"}',
  'shop_wait_seconds_count{page="b"}',
  'shop_unknown_total',
];

const value = fc.oneof(
  { weight: 5, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0) },
  fc.constant(null),
);
const samples = fc.uniqueArray(fc.tuple(fc.constantFrom(...SERIES), value), { selector: ([name]) => name, maxLength: SERIES.length });
const journal = fc
  .array(fc.tuple(fc.integer({ min: -2, max: 5 }), samples), { maxLength: 12 })
  .map((turns) => turns.map(([step, each], i): RecordedTurn => ({ turn: i + 3, timestamp: step, samples: each })))
  .map((turns) => {
    let now = 1000;
    return turns.map((turn) => ({ ...turn, timestamp: (now += turn.timestamp) }));
  });

const read = (turns: readonly RecordedTurn[]): ReadTurns =>
  async function* all() {
    for (const turn of turns) yield await Promise.resolve(turn);
  };

async function exported(turns: readonly RecordedTurn[], options: Partial<ExportOptions> = {}) {
  const result = await exportOpenMetrics(read(turns), { known: KNOWN, ...options });
  let text = '';
  for await (const piece of result.text) text += piece;
  return { ...result, text };
}

/** Of turns whose time is later than all before and not that of a later turn. */
function expectedSamples(turns: readonly RecordedTurn[]): string[] {
  const kept = new Map<number, RecordedTurn>();
  let newest = -Infinity;
  for (const turn of turns) {
    if (turn.timestamp < newest) continue;
    newest = turn.timestamp;
    kept.set(turn.timestamp, turn);
  }
  return [...kept.values()].flatMap(({ timestamp, samples: each }) =>
    [...each].flatMap(([name, sample]) => (sample === null ? [] : [`${name} ${Number(sample)} ${timestamp}`])),
  );
}

describe('an exported run', () => {
  it('has each sample once, whatever the memory that is allowed', async () => {
    await fc.assert(
      fc.asyncProperty(journal, fc.integer({ min: 1, max: 400 }), async (turns, maxColumnBytes) => {
        const { text, turns: count, sameTime, backwards, readings } = await exported(turns, { maxColumnBytes });
        const lines = text.split('\n').slice(0, -1);
        expect(lines.at(-1)).toBe('# EOF');
        expect(lines.filter((line) => !line.startsWith('#')).toSorted()).toEqual(expectedSamples(turns).toSorted());
        expect(count + sameTime + backwards).toBe(turns.length);
        expect(text).toBe((await exported(turns)).text);
        if (maxColumnBytes < 8 && text.includes('shop_stock ') && text.includes('ventes ')) expect(readings).toBeGreaterThan(2);
      }),
    );
  });

  it('keeps the samples of a family together, those of a series in the order of time', async () => {
    await fc.assert(
      fc.asyncProperty(journal, async (turns) => {
        const { text } = await exported(turns);
        const described = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
        expect(new Set(described).size).toBe(described.length);
        const times = new Map<string, number>();
        for (const [, name, time] of text.matchAll(/^(?!#)(\S+) \S+ (\S+)$/gm)) {
          expect(Number(time)).toBeGreaterThan(times.get(name!) ?? -Infinity);
          times.set(name!, Number(time));
        }
      }),
    );
  });

  it('gives every turn a time of its own with an interval', async () => {
    const turns = [3, 4, 6].map((turn) => ({ turn, timestamp: 7, samples: [['ventes', turn] as const] }));
    const { text, sameTime } = await exported(turns, { intervalSeconds: 0.5, startSeconds: 100 });
    expect(text).toBe('# TYPE ventes unknown\n# HELP ventes A promised name.\nventes 3 100\nventes 4 100.5\nventes 6 101.5\n# EOF\n');
    expect(sameTime).toBe(0);
    expect((await exported(turns)).text).toContain('ventes 6 7\n# EOF');
    expect((await exported(turns)).sameTime).toBe(2);
  });

  it('says the types as OpenMetrics names them, and leaves names as they are', async () => {
    const turns = [{ turn: 1, timestamp: 1, samples: SERIES.map((name, i) => [name, i] as const) }];
    const { text } = await exported(turns);
    expect([...text.matchAll(/^# (?:TYPE|HELP) .*$/gm)].map(([line]) => line)).toEqual([
      '# TYPE shop_orders counter',
      '# HELP shop_orders Orders.',
      '# TYPE shop_stock gauge',
      String.raw`# HELP shop_stock Units \"in stock\"\\of now.`,
      '# TYPE ventes unknown',
      '# HELP ventes A promised name.',
      '# TYPE shop_wait_seconds histogram',
      '# HELP shop_wait_seconds Waiting.',
      '# TYPE shop_unknown_total unknown',
    ]);
  });
});
