/** Shares the time of the event loop between all bodies that are being made. */

/** Longest time that all bodies together make pieces before the event loop goes round once. */
const MAX_STRETCH_MS = 3;

/** When the first piece of this round of the event loop was begun; undefined before it. */
let roundBegan: number | undefined;

/** Calls back after what is waiting by now has had its turn. Where there is no setImmediate, a timer does. */
const afterThisRound: (callback: () => void) => unknown = typeof setImmediate === 'function' ? setImmediate : setTimeout;

/** Tells whether bodies have had their time in this round; who is told so waits for `nextRound()` before the next piece. */
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
