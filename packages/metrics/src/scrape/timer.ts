/** Calls back once, unless stopped. Does not keep the process alive, where there is a process. Returns what stops it. */
export function startTimer(delayMs: number, callback: () => void): () => void {
  const timer: { readonly unref?: () => void } | number = setTimeout(callback, delayMs);
  if (typeof timer === 'object') timer.unref?.();
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}
