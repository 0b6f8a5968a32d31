import { setImmediate as nextIteration } from 'node:timers/promises';

/**
 * Resolves once the event loop has come round to its check phase: callbacks the runtime had queued by the time of the
 * call, such as news of garbage collections, have then run.
 */
export async function iterationEnd(): Promise<void> {
  await nextIteration();
}

/**
 * Measures how long the event loop takes to come round once, in seconds: what a callback that is ready now may have to
 * wait. The clock starts with the next iteration, so work of the caller and of those called beside it is not measured.
 * The wait keeps the process alive, for it ends by itself.
 */
export async function iterationSeconds(monotonic: () => number): Promise<number> {
  await iterationEnd();
  const start = monotonic();
  await iterationEnd();
  return Math.max(0, monotonic() - start);
}
