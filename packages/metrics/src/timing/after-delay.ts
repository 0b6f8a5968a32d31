/** What a timer can hold; Node fires a longer one at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** Calls `callback` once after `delayMs`, at most 24 days, and does not keep the process alive for it. Returns what cancels it. */
export function afterDelay(delayMs: number, callback: () => void): () => void {
  const timer: { readonly unref?: () => void } | number = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS));
  if (typeof timer === 'object') timer.unref?.();
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}
