import type { CollectorSignal } from '../../model/abort-signal.ts';
import type { Clock } from '../../model/clock.ts';
import { isPromiseLike } from '../../model/promise-like.ts';
import { promiseError, timeoutError } from './cache-errors.ts';
import type { CacheMetrics } from './cache-metrics.ts';
import { DEFAULT_TIMEOUT_SECONDS } from './cache-options.ts';
import type { CacheLoadOptions } from './cache-options.ts';
import type { Computation } from './computation.ts';
import type { Read } from './source.ts';
import { withTimeout } from './timeout.ts';
import type { Trace } from './trace.ts';

/** An answer with what it was found from. */
export interface Answer {
  readonly value: unknown;
  readonly trace: Trace;
}

/** How an answer is loaded. */
export interface Load {
  readonly start: (signal: CollectorSignal, read: Read) => unknown;
  readonly options: CacheLoadOptions;
}

/** Where it is noted how long computations take and which fail. */
export interface Measures {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly metrics: CacheMetrics;
}

/**
 * Computes an answer at once, and ends the computation either way.
 * @throws what `compute` throws; {MetricsError} ERR_COMPUTE for a promise, and for an answer that would hold for ever
 */
export function computeAnswer(
  computation: Computation,
  compute: (read: Read) => unknown,
  ttlSeconds: number | undefined,
  measures: Measures,
): Answer {
  try {
    const value = computation.run(compute);
    if (isPromiseLike(value)) {
      // What comes of it later has nobody to tell.
      value.then(undefined, () => undefined);
      throw promiseError(computation.question);
    }
    return { value, trace: computation.end(ttlSeconds) };
  } catch (error) {
    fail(computation, measures);
    throw error;
  } finally {
    measureTime(computation, measures);
  }
}

/** Loads an answer as `computeAnswer` computes it. Rejects also when that takes too long. */
export async function loadAnswer(computation: Computation, { start, options }: Load, measures: Measures): Promise<Answer> {
  const { ttlSeconds, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = options;
  try {
    const begin = (signal: CollectorSignal): unknown => computation.run((read) => start(signal, read));
    const value = await withTimeout(begin, timeoutSeconds, () => {
      // Before the signal is aborted, so that whoever asks because of that joins no more.
      computation.fail();
      return timeoutError(computation.question, timeoutSeconds);
    });
    return { value, trace: computation.end(ttlSeconds) };
  } catch (error) {
    fail(computation, measures);
    throw error;
  } finally {
    measureTime(computation, measures);
  }
}

function fail(computation: Computation, { metrics }: Measures): void {
  computation.fail();
  metrics.loadFailures.inc();
}

function measureTime({ begunAt }: Computation, { clock, metrics }: Measures): void {
  metrics.loadSeconds.observe(clock.monotonic() - begunAt);
}
