/** The values of one series, one per turn; what a window reads. */
export interface TurnValues {
  /** Turns there have been since the series' first; rises by one with each. */
  readonly turns: number;
  /** The number of the newest turn: 0, 1, 2 … over the whole run, the same for all series of all metrics. */
  readonly newestTurn: number;
  /** How many of the newest can be read. */
  readonly length: number;
  /** The value `turnsBack` turns before the newest; NaN where there is none. */
  at(turnsBack: number): number;
}

/** Returns the number of the newest turn that both series have reached. */
export function newestCommonTurn(one: TurnValues, other: TurnValues): number {
  return Math.min(one.newestTurn, other.newestTurn);
}

/** Returns how many of the newest turns that both series have reached can be read of both; less than 1 when there is none. */
export function commonLength(one: TurnValues, other: TurnValues): number {
  const newest = newestCommonTurn(one, other);
  return Math.min(one.length - (one.newestTurn - newest), other.length - (other.newestTurn - newest));
}
