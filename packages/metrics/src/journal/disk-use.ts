const SECONDS_PER_DAY = 86_400;

/** What a journal has written, measured over turns at a known pace, or over time. */
export type DiskUse =
  | { readonly bytesWritten: number; readonly turns: number; readonly turnsPerSecond: number }
  | { readonly bytesWritten: number; readonly elapsedSeconds: number };

/**
 * Estimates how many bytes a journal writes per day if it goes on as measured; 0 at a pace of 0. `NaN` while there is
 * nothing to judge by: no turn yet, or no time.
 * @example bytesPerDay({ bytesWritten: 50_000, turns: 100, turnsPerSecond: 10 }) // => 432_000_000
 */
export function bytesPerDay(use: DiskUse): number {
  const { bytesWritten } = use;
  const bytesPerSecond = 'turns' in use ? (bytesWritten / use.turns) * use.turnsPerSecond : bytesWritten / use.elapsedSeconds;
  return Number.isFinite(bytesPerSecond) ? bytesPerSecond * SECONDS_PER_DAY : Number.NaN;
}
