/** Takes snapshots from the application, each within its time. */
import type { CollectorSignal } from '../model/abort-signal.ts';
import { isPromiseLike } from '../model/promise-like.ts';
import { afterDelay } from '../timing/after-delay.ts';

/** Returns what the metrics of a turn are computed from. May be asynchronous; `signal` aborts when nobody waits any more. */
export type TakeSnapshot<Snapshot> = (signal: CollectorSignal) => Snapshot | Promise<Snapshot>;

/** One that never comes must not keep all others from coming; many that never come must not pile up. */
const MAX_OUTSTANDING = 3;

/** What is done with a snapshot. */
export interface SnapshotUse<Snapshot> {
  /** Called with the snapshot. Must not throw. */
  readonly taken: (snapshot: Snapshot) => void;
  /** Called when there is none. Must not throw. */
  readonly failed: (cause: unknown) => void;
}

export class SnapshotTaking<Snapshot> {
  readonly #take: TakeSnapshot<Snapshot>;
  readonly #timeoutSeconds: number;
  /** How many snapshots have neither come nor failed, given up or not. */
  #outstanding = 0;

  constructor(take: TakeSnapshot<Snapshot>, timeoutSeconds: number) {
    this.#take = take;
    this.#timeoutSeconds = timeoutSeconds;
  }

  /**
   * Uses a snapshot, at once where it comes at once; the promise settles when it has been used.
   * @param signal aborts when nobody wants it any more: then it is not used, and it has not failed
   */
  use(signal: CollectorSignal, { taken, failed }: SnapshotUse<Snapshot>): void | Promise<void> {
    if (this.#outstanding >= MAX_OUTSTANDING) return failed(new Error(`${MAX_OUTSTANDING} that were asked for before have not come yet`));
    const controller = new AbortController();
    let snapshot;
    try {
      snapshot = this.#take(controller.signal);
    } catch (cause) {
      return failed(cause);
    }
    if (!isPromiseLike(snapshot)) return taken(snapshot);
    return this.#inTime(snapshot, signal, controller).then(taken, (cause) => (signal.aborted ? undefined : failed(cause)));
  }

  #inTime(snapshot: Promise<Snapshot>, signal: CollectorSignal, controller: AbortController): Promise<Snapshot> {
    this.#outstanding++;
    return new Promise((resolve, reject) => {
      const giveUp = (reason: Error): void => {
        controller.abort(reason);
        reject(reason);
      };
      const stop = (): void => giveUp(new Error('nobody wants it any more', { cause: signal.reason }));
      const cancel = afterDelay(this.#timeoutSeconds * 1000, () => giveUp(new Error(`it took longer than ${this.#timeoutSeconds} s`)));
      const settle = (): void => {
        this.#outstanding--;
        cancel();
        signal.removeEventListener('abort', stop);
      };
      signal.addEventListener('abort', stop);
      snapshot.then(resolve, reject);
      snapshot.then(settle, settle);
    });
  }
}
