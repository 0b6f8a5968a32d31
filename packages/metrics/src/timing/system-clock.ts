import type { Clock } from '../model/clock.ts';

/**
 * The clock of the machine.
 * @example
 * const shop = new Registry({ clock: { ...systemClock, now: () => 1_700_000_000 } });
 */
export const systemClock: Clock = {
  now: () => Date.now() / 1000,
  monotonic: () => performance.now() / 1000,
};
