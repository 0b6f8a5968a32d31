/// <reference lib="esnext.disposable" preserve="true" />
import { isPromiseLike } from '../model/promise-like.ts';

/** Stops a timer. Called again, it returns the same seconds and records nothing more; so does the end of a `using` block. */
export interface StopTimer extends Disposable {
  /** Stops the timer and returns the elapsed seconds. */
  (): number;
}

/** Starts a timer that hands the elapsed seconds to `observe` once; nothing where the clock tells no time, which is NaN. */
export function startTimer(monotonic: () => number, observe: (seconds: number) => void): StopTimer {
  const start = monotonic();
  let seconds: number | undefined;
  const stop = (): number => {
    if (seconds !== undefined) return seconds;
    seconds = Math.max(0, monotonic() - start);
    if (!Number.isNaN(seconds)) observe(seconds);
    return seconds;
  };
  return Object.assign(stop, { [Symbol.dispose]: () => void stop() });
}

/** Runs `work` and stops the timer when it has returned, thrown, resolved or rejected; returns what `work` does. */
export function timed<Result>(stop: StopTimer, work: () => Result): Result {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    stop();
    throw error;
  }
  if (!isPromiseLike(result)) {
    stop();
    return result;
  }
  const settled = result.then(
    (value) => {
      stop();
      return value;
    },
    (error: unknown) => {
      stop();
      throw error;
    },
  );
  return settled as Result;
}
