// Durations: warmed up, with a collection before each repetition.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {import('./options.mjs').Effort} Effort */

/**
 * Measures a loop of calls.
 * @param {(passes: number) => void} run
 * @param {number} callsPerPass
 * @param {Effort} effort
 * @returns {{ nanoseconds: number, calls: number }} Median time of a call, and how many calls were made in all.
 */
export function timeCalls(run, callsPerPass, { warmUpMs, repetitionMs, repetitions }) {
  let passes = 0;
  const start = performance.now();
  do {
    run(1);
    passes++;
  } while (performance.now() - start < warmUpMs);
  const perRepetition = Math.max(1, Math.ceil((passes * repetitionMs) / (performance.now() - start)));
  const nanoseconds = Array.from({ length: repetitions }, () => {
    collectGarbage();
    const before = performance.now();
    run(perRepetition);
    return ((performance.now() - before) * 1e6) / (perRepetition * callsPerPass);
  });
  return { nanoseconds: median(nanoseconds), calls: (passes + repetitions * perRepetition) * callsPerPass };
}

/**
 * Repeats something that takes milliseconds until it was done `repetitions` times and for `repetitionMs`, but 30 times
 * at most.
 * @param {(repetition: number) => Promise<void>} once
 * @param {Pick<Effort, 'repetitions' | 'repetitionMs'>} effort
 */
export async function repeat(once, { repetitions, repetitionMs }) {
  const start = performance.now();
  for (let i = 0; i < repetitions || (i < 30 && performance.now() - start < repetitionMs); i++) await once(i);
}

/** @throws {Error} When Node was not started with --expose-gc. */
export function collectGarbage() {
  if (globalThis.gc === undefined) throw new Error('Benchmark: a measuring process needs node --expose-gc.');
  globalThis.gc();
}

/** Collects, and lets the threads that sweep and compile come to rest. */
export async function settle() {
  collectGarbage();
  await wait(30);
}

/**
 * Returns the median, NaN for no values.
 * @param {readonly number[]} values
 * @returns {number}
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
