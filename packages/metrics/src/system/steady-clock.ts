import type { Clock } from '../model/clock.ts';

/** The monotonic clock of this process. */
export const steadyClock: Pick<Clock, 'monotonic'> = { monotonic: () => performance.now() / 1000 };
