import type { EndReason } from '../simulation-service/run-journal.ts';
import { EXIT } from './exit-code.ts';

export interface StopSignals {
  /** Aborts at the first SIGINT or SIGTERM, with the end reason as its reason. */
  readonly signal: AbortSignal;
  /** Lets signals end the process as usual again. */
  release(): void;
}

/** Turns SIGINT and SIGTERM into an AbortSignal; a second one ends the process at once. */
export function stopSignals(onStop: (reason: EndReason) => void): StopSignals {
  const controller = new AbortController();
  const stopFor = (reason: EndReason, exitCode: number) => (): void => {
    if (controller.signal.aborted) process.exit(exitCode);
    onStop(reason);
    controller.abort(reason);
  };
  const interrupt = stopFor('interrupted', EXIT.interrupted);
  const terminate = stopFor('terminated', EXIT.terminated);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
    },
  };
}
