import type { EndReason } from '../simulation-service/run-journal.ts';
import { EXIT } from './exit-code.ts';

export interface StopSignals {
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP, with the end reason as its reason. */
  readonly signal: AbortSignal;
  /** Lets signals end the process as usual again. */
  release(): void;
}

/** npm sends on the SIGINT that a terminal has sent already: the same signal this soon after the first is that one. */
const SAME_SIGNAL_MS = 500;

/**
 * Turns SIGINT, SIGTERM and SIGHUP (the terminal was closed) into an AbortSignal; a second one ends the process at once.
 * @param now monotonic milliseconds
 */
export function stopSignals(onStop: (reason: EndReason) => void, now: () => number = () => performance.now()): StopSignals {
  const controller = new AbortController();
  const first = { name: '', at: NaN };
  const stopFor = (name: NodeJS.Signals, reason: EndReason, exitCode: number) => (): void => {
    if (!controller.signal.aborted) {
      Object.assign(first, { name, at: now() });
      onStop(reason);
      controller.abort(reason);
    } else if (name !== first.name || now() - first.at > SAME_SIGNAL_MS) process.exit(exitCode);
  };
  const listeners = [
    ['SIGINT', stopFor('SIGINT', 'interrupted', EXIT.interrupted)],
    ['SIGTERM', stopFor('SIGTERM', 'terminated', EXIT.terminated)],
    ['SIGHUP', stopFor('SIGHUP', 'terminated', EXIT.terminated)],
  ] as const;
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
