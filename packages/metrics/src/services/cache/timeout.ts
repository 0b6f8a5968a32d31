import type { CollectorSignal } from '../../model/abort-signal.ts';
import { afterDelay } from '../../timing/after-delay.ts';

/**
 * Calls `start`, whose signal is aborted when its promise takes too long; what is returned rejects then, too, with
 * `tooLate()`. Whatever comes of the call afterwards is ignored.
 */
export function withTimeout<Value>(
  start: (signal: CollectorSignal) => Value | PromiseLike<Value>,
  timeoutSeconds: number,
  tooLate: () => Error,
): Promise<Value> {
  const controller = new AbortController();
  return new Promise<Value>((resolve, reject) => {
    const cancel = afterDelay(timeoutSeconds * 1000, () => {
      const reason = tooLate();
      reject(reason);
      controller.abort(reason);
    });
    const outcome = new Promise<Value>((settle) => settle(start(controller.signal)));
    outcome.finally(cancel).then(resolve, reject);
  });
}
