import type { Collector } from '../model/collector.ts';
import { afterDelay } from './deadline.ts';

/** A call of a collector that did not finish at once. */
export interface CollectorCall {
  /** Rejects when the collector fails, takes too long or is given up. */
  readonly result: Promise<unknown>;
  /** Resolves when the collector can be called again; rejects when it takes longer than it may. */
  readonly free: Promise<void>;
  /** Tells the collector that nobody waits any more. */
  readonly giveUp: (reason: Error) => void;
}

/**
 * Calls a collector; undefined when it has finished.
 * @param onSettled called when the collector has settled, however late and in whatever way
 * @throws what the collector throws
 */
export function callCollector(collector: Collector, timeoutMs: number, onSettled: () => void): CollectorCall | undefined {
  const controller = new AbortController();
  const returned: unknown = collector.collect(controller.signal);
  if (!isPromiseLike(returned)) return undefined;
  const outcome = Promise.resolve(returned);
  let giveUp!: (reason: Error) => void;
  const result = new Promise((resolve, reject) => {
    giveUp = (reason) => {
      controller.abort(reason);
      reject(reason);
    };
    outcome.then(resolve, reject);
  });
  const free = new Promise<void>((resolve, reject) => {
    const cancel = afterDelay(timeoutMs, () => {
      giveUp(new Error(`it took longer than ${timeoutMs} ms`));
      reject(new Error('it is still busy with an earlier scrape'));
    });
    const settle = (): void => {
      cancel();
      onSettled();
      resolve();
    };
    outcome.then(settle, settle);
  });
  // Whether somebody waits for it is not known yet.
  free.catch(() => undefined);
  return { result, free, giveUp };
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
