import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeriesHistory } from './series-history.ts';
import { statisticErrors } from './testing/statistic-errors.ts';
import { TurnRing } from './testing/turn-ring.ts';

const TURNS = 80;
const eachTurn = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(value, { minLength: TURNS, maxLength: TURNS });

const fraction = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((integer) => integer / 1e6);
const kinds = [
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  fraction,
  fraction.map((noise) => 1e9 + noise / 1e3),
  fc.oneof({ weight: 9, arbitrary: fraction }, { weight: 1, arbitrary: fc.constantFrom(1e15, -1e15) }),
  fc.constantFrom(0.1, 0.1, 0.1, 0.3),
];
/** A series of one kind. Most have no gaps; of those with many, few windows are without. */
const series = fc
  .tuple(fc.constantFrom(...kinds), fc.constantFrom(0, 0, 1, 5))
  .chain(([value, weight]) => eachTurn(fc.oneof({ weight: 20, arbitrary: value }, { weight, arbitrary: fc.constant(NaN) })));

interface Run {
  readonly capacity: number;
  readonly divisor: number;
  readonly turns: number;
  readonly values: readonly number[];
  readonly others: readonly number[];
  readonly seconds: readonly number[];
}

const runs: fc.Arbitrary<Run> = fc
  .record({
    capacity: fc.integer({ min: 1, max: 40 }),
    divisor: fc.constantFrom(1, 100),
    turns: fc.integer({ min: 1, max: TURNS }),
    values: series,
    others: series,
    start: fc.constantFrom(0, 1e6 + 0.7),
    steps: eachTurn(fc.constantFrom(0, 0.1, 0.1, 1 / 3, 17.25)),
  })
  .map(({ start, steps, ...rest }) => {
    let now = start;
    return { ...rest, seconds: steps.map((step) => (now += step)) };
  });

/** The rings of a run. */
function ringsOf({ capacity }: Run) {
  return { values: new TurnRing(capacity), others: new TurnRing(capacity), seconds: new TurnRing(capacity) };
}

type Rings = ReturnType<typeof ringsOf>;

/** Histories that nothing has been asked of. */
function historiesOf(rings: Rings, { divisor }: Run): [history: SeriesHistory, other: SeriesHistory] {
  return [new SeriesHistory(rings.values, rings.seconds, divisor), new SeriesHistory(rings.others, rings.seconds, 1)];
}

function push(rings: Rings, { values, others, seconds }: Run, turn: number): void {
  rings.seconds.push(seconds[turn]!);
  rings.others.push(others[turn]!);
  rings.values.push(values[turn]!);
}

/** The newest `n` turns, when there were `turns`. */
function windowOf({ values, others, seconds }: Run, turns: number, n: number) {
  return { values: values.slice(turns - n, turns), others: others.slice(turns - n, turns), seconds: seconds.slice(turns - n, turns) };
}

const STATISTICS: readonly ((history: SeriesHistory, n: number, other: SeriesHistory) => number)[] = [
  (history, n) => history.mean(n),
  (history, n) => history.sum(n),
  (history, n) => history.min(n),
  (history, n) => history.max(n),
  (history, n) => history.variance(n),
  (history, n) => history.stddev(n),
  (history, n) => history.slope(n),
  (history, n) => history.slopePerSecond(n),
  (history, n) => history.ema(n),
  (history, n) => history.quantile(0.5, n),
  (history, n) => history.quantile(0.9, n),
  (history, n, other) => history.correlation(other, n),
  (history, n, other) => other.correlation(history, n),
];

const statisticsOf = (history: SeriesHistory, other: SeriesHistory, n: number): number[] =>
  STATISTICS.map((statistic) => statistic(history, n, other));

it('gives every statistic of any number of turns as exact arithmetic does', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const rings = ringsOf(run);
      const [history, other] = historiesOf(rings, run);
      for (let turn = 0; turn < run.turns; turn++) push(rings, run, turn);
      const kept = Math.min(run.turns, run.capacity);
      expect(history.length).toBe(kept);
      for (let n = 1; n <= kept; n++) {
        const errors = statisticErrors(history, other, windowOf(run, run.turns, n), run.divisor);
        for (const [name, error] of Object.entries(errors)) expect(error, `${name} of ${n} turns`).toBeLessThanOrEqual(1);
      }
      expect(new Set(statisticsOf(history, other, kept + 1))).toEqual(new Set([NaN]));
    }),
    { seed: 5, numRuns: 150 },
  );
});

it('gives the same, bit for bit, whatever was read before', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 42 }), { minLength: 1, maxLength: 12 });
  const reads = eachTurn(
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat())) }),
  );
  fc.assert(
    fc.property(runs, lengths, reads, (run, candidates, readsByTurn) => {
      const rings = ringsOf(run);
      const [history, other] = historiesOf(rings, run);
      for (let turn = 0; turn < run.turns; turn++) {
        push(rings, run, turn);
        for (const [which, length] of readsByTurn[turn]!) {
          const n = candidates[length % candidates.length]!;
          const statistic = STATISTICS[which % STATISTICS.length]!;
          expect(statistic(history, n, other)).toBe(statistic(historiesOf(rings, run)[0], n, historiesOf(rings, run)[1]));
        }
      }
      for (const n of candidates) expect(statisticsOf(history, other, n)).toEqual(statisticsOf(...historiesOf(rings, run), n));
    }),
    { seed: 6, numRuns: 300 },
  );
});

it('forgets what has left the window, and what it was', () => {
  const strangers = eachTurn(fc.constantFrom(NaN, 1e15, -1e300, 2 ** 53, 7));
  fc.assert(
    fc.property(runs, strangers, fc.integer({ min: 1, max: 40 }), (run, before, n) => {
      const past = run.turns - n;
      const mixed = (values: readonly number[]): readonly number[] => values.map((value, turn) => (turn < past ? before[turn]! : value));
      const haunted = { ...run, values: mixed(run.values), others: mixed(run.others) };
      const [statistics, otherStatistics] = [run, haunted].map((each) => {
        const rings = ringsOf(each);
        const [history, other] = historiesOf(rings, each);
        for (let turn = 0; turn < each.turns; turn++) {
          push(rings, each, turn);
          statisticsOf(history, other, n);
        }
        return statisticsOf(history, other, n);
      });
      expect(statistics).toEqual(otherStatistics);
    }),
    { seed: 7, numRuns: 300 },
  );
});

it('pairs the values of a turn, whichever series is ahead and whichever began later', () => {
  const late = fc.nat(30);
  fc.assert(
    fc.property(runs, late, late, fc.boolean(), fc.boolean(), (run, valuesFrom, othersFrom, areValuesAhead, areOthersAhead) => {
      const rings = { ...ringsOf(run), values: new TurnRing(run.capacity, valuesFrom), others: new TurnRing(run.capacity, othersFrom) };
      const [history, other] = historiesOf(rings, run);
      const last = run.turns - 1;
      for (let turn = 0; turn <= last; turn++) {
        rings.seconds.push(run.seconds[turn]!);
        if (turn >= valuesFrom && (turn < last || areValuesAhead)) rings.values.push(run.values[turn]!);
        if (turn >= othersFrom && (turn < last || areOthersAhead)) rings.others.push(run.others[turn]!);
        const n = (turn % 7) + 2;
        expect(history.correlation(other, n)).toBe(other.correlation(history, n));
      }
      const timed = keptTurns(rings.values, rings.seconds);
      const paired = keptTurns(rings.values, rings.others);
      for (let n = 2; n <= run.capacity; n++) {
        const [timedHistory] = historiesOf(alignedRings(run, timed.slice(-n)), run);
        const [pairedHistory, pairedOther] = historiesOf(alignedRings(run, paired.slice(-n)), run);
        expect(history.slopePerSecond(n)).toBe(timedHistory.slopePerSecond(n));
        expect(history.correlation(other, n)).toBe(pairedHistory.correlation(pairedOther, n));
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});

/** The turns that two rings have both. */
function keptTurns(one: TurnRing, other: TurnRing): readonly number[] {
  const turnsIn = ({ newestTurn, length }: TurnRing): number[] => Array.from({ length }, (_, i) => newestTurn - length + 1 + i);
  return turnsIn(one).filter((turn) => turnsIn(other).includes(turn));
}

/** Rings with these turns and no others. */
function alignedRings(run: Run, turns: readonly number[]): Rings {
  const rings: TurnRing[] = [run.values, run.others, run.seconds].map((list) => {
    const ring = new TurnRing(run.capacity, turns[0]);
    for (const turn of turns) ring.push(list[turn]!);
    return ring;
  });
  return { values: rings[0]!, others: rings[1]!, seconds: rings[2]! };
}
