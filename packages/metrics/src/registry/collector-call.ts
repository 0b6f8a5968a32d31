import type { Collector } from '../model/collector.ts';
import { isPromiseLike } from '../model/promise-like.ts';
import { afterDelay } from '../timing/after-delay.ts';

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
  const { result, giveUp } = abandonable(outcome, controller);
  const free = settlingWithin(outcome, timeoutMs, { giveUp, onSettled });
  // Whether somebody waits for it is not known yet.
  free.catch(() => undefined);
  return { result, free, giveUp };
}

/** As `outcome`, but rejects as soon as it is given up, and says so by the signal. */
function abandonable(outcome: Promise<unknown>, controller: AbortController): Pick<CollectorCall, 'result' | 'giveUp'> {
  let giveUp!: (reason: Error) => void;
  const result = new Promise((resolve, reject) => {
    giveUp = (reason) => {
      controller.abort(reason);
      reject(reason);
    };
    outcome.then(resolve, reject);
  });
  return { result, giveUp };
}

/** Resolves when `outcome` has settled; gives it up and rejects when that takes too long. */
function settlingWithin(
  outcome: Promise<unknown>,
  timeoutMs: number,
  { giveUp, onSettled }: { readonly giveUp: (reason: Error) => void; readonly onSettled: () => void },
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
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
}
