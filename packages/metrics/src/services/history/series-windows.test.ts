import { describe, expect, it } from 'vitest';
import { SeriesHistory } from './series-history.ts';
import { TurnRing } from './testing/turn-ring.ts';

const N = 100;

/** What reads windows, and of how many series. */
const READERS: readonly (readonly [string, (history: SeriesHistory, n: number) => number, number])[] = [
  ['mean', (history, n) => history.mean(n), 1],
  ['sum', (history, n) => history.sum(n), 1],
  ['min', (history, n) => history.min(n), 1],
  ['max', (history, n) => history.max(n), 1],
  ['variance', (history, n) => history.variance(n), 1],
  ['stddev', (history, n) => history.stddev(n), 1],
  ['slope', (history, n) => history.slope(n), 1],
  ['ema', (history, n) => history.ema(n), 1],
  ['slopePerSecond', (history, n) => history.slopePerSecond(n), 2],
  ['correlation', (history, n) => history.correlation(history, n), 2],
];

/** A history of a ring that counts, and is its own clock. */
function countedHistory(turns: number) {
  const ring = new TurnRing(N);
  const push = (count: number): void => {
    for (let i = 0; i < count; i++) ring.push(ring.turns);
  };
  push(turns);
  const readsOf = (read: () => unknown): number => {
    const before = ring.reads;
    read();
    return ring.reads - before;
  };
  return { history: new SeriesHistory(ring, ring, 1), push, readsOf };
}

describe.each(READERS)('%s', (_, read, series) => {
  it('reads each value once when it is asked for each turn', () => {
    const { history, push, readsOf } = countedHistory(N);
    const turns = 50 * N;
    const reads = readsOf(() => {
      for (let turn = 0; turn < turns; turn++) {
        push(1);
        read(history, N);
      }
    });
    expect(reads / turns / series).toBeLessThan(1 + 3 / N);
  });

  it('reads nothing in a turn in which it was asked for before', () => {
    const { history, readsOf } = countedHistory(N);
    read(history, N);
    expect(readsOf(() => read(history, N))).toBe(0);
  });

  it.each([1, 2, 7, 50])(
    'reads each value once, and that of a turn that begins a block once more, when it is asked for every %d turns',
    (step) => {
      const { history, push, readsOf } = countedHistory(N);
      const turns = 50 * N;
      const reads = readsOf(() => {
        for (let turn = 0; turn < turns; turn += step) {
          push(step);
          read(history, N);
        }
      });
      expect(reads / turns / series).toBeLessThan(1 + 3 / N);
    },
  );

  it.each([N, N + 1, 1000, 12_345])('reads the window and one value more after %d turns at most', (turns) => {
    const { history, push, readsOf } = countedHistory(N);
    read(history, N);
    push(turns);
    expect(readsOf(() => read(history, N))).toBeLessThanOrEqual((N + 1) * series);
  });

  it('sets up a window again that eight others have been asked for since', () => {
    const { history, readsOf } = countedHistory(N);
    for (let n = N; n > N - 8; n--) read(history, n);
    expect(readsOf(() => read(history, N))).toBe(0);
    for (let n = N - 8; n > N - 16; n--) read(history, n);
    expect(readsOf(() => read(history, N))).toBeGreaterThanOrEqual(N);
  });
});

describe('quantile', () => {
  it('reads the window once a turn', () => {
    const { history, push, readsOf } = countedHistory(N);
    expect(readsOf(() => [0.5, 0.9, 0.99].map((q) => history.quantile(q, N)))).toBe(N);
    push(1);
    expect(readsOf(() => history.quantile(0.5, N))).toBe(N);
    expect(readsOf(() => history.quantile(0.5, 20))).toBe(20);
  });
});

it('nothing is read in turns in which nothing is asked for', () => {
  const { history, push, readsOf } = countedHistory(N);
  for (const [, read] of READERS) read(history, N);
  expect(readsOf(() => push(1000))).toBe(0);
});
