/** Shares the time of the event loop between all scrapes. */

/** Longest time that all scrapes together work before the event loop goes round once. */
const MAX_STRETCH_MS = 3;

/** When the first piece of this round of the event loop was begun; undefined before it. */
let roundBegan: number | undefined;

/** Calls back after what is waiting by now has had its turn. Where there is no setImmediate, a timer does. */
const afterThisRound: (callback: () => void) => unknown = typeof setImmediate === 'function' ? setImmediate : setTimeout;

/** Tells whether scrapes have had their time in this round; who is told so waits for the next before going on. */
export function isRoundSpent(): boolean {
  if (roundBegan !== undefined) return performance.now() - roundBegan > MAX_STRETCH_MS;
  roundBegan = performance.now();
  afterThisRound(() => {
    roundBegan = undefined;
  });
  return false;
}

/** Resolves in the next round of the event loop. */
export function nextRound(): Promise<void> {
  return new Promise((resolve) => void afterThisRound(resolve));
}

const waiting: (() => void)[] = [];

/**
 * Resolves when what came in this round of the event loop has been seen, for all who ask in it at the same time. Nobody
 * depends on the timer of another, which some runtimes cancel together with the request that has set it.
 */
export function endOfRound(): Promise<void> {
  afterThisRound(() => waiting.splice(0).forEach((resolve) => resolve()));
  return new Promise((resolve) => void waiting.push(resolve));
}
