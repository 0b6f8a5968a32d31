/** Longest wait of a timer; a longer one would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Lets the event loop go round, and waits `seconds`, at most 24 days, or until `signal` aborts. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds <= 0 || signal.aborted) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(seconds * 1000, MAX_TIMER_MS));
    signal.addEventListener('abort', done);
  });
}
