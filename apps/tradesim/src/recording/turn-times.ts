/** When each recorded turn was, in milliseconds since 1970, and which turns have a time of their own. */

/** Which turns are exported. */
export interface TurnTimes {
  /** Of each turn that is exported, in their order; rising. */
  readonly milliseconds: readonly number[];
  /** Of each record, the place of its turn above; -1 for one that is left out. */
  readonly places: Int32Array;
  /** Turns that are left out because a later one has the same time. */
  readonly sameTime: number;
  /** Turns that are left out because their time is before that of a turn before them. */
  readonly backwards: number;
}

export interface TimeOptions {
  /** From one turn to the next, instead of the times that were recorded. */
  readonly intervalSeconds?: number | undefined;
  /** Unix seconds of the first turn, where there is an interval. Default: as recorded. */
  readonly startSeconds?: number | undefined;
}

export interface RecordedTime {
  readonly turn: number;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** @param records in their order */
export function turnTimes(records: readonly RecordedTime[], options: TimeOptions): TurnTimes {
  const times = millisecondsOf(records, options);
  const milliseconds: number[] = [];
  const places = new Int32Array(records.length).fill(-1);
  let newest = -1;
  let sameTime = 0;
  let backwards = 0;
  for (const [i, time] of times.entries()) {
    const last = milliseconds.at(-1) ?? -Infinity;
    if (time < last) {
      backwards++;
      continue;
    }
    if (time > last) milliseconds.push(time);
    else {
      places[newest] = -1;
      sameTime++;
    }
    places[i] = milliseconds.length - 1;
    newest = i;
  }
  return { milliseconds, places, sameTime, backwards };
}

function millisecondsOf(records: readonly RecordedTime[], { intervalSeconds, startSeconds }: TimeOptions): readonly number[] {
  if (intervalSeconds === undefined) return records.map(({ timestamp }) => Math.round(timestamp * 1000));
  const first = records[0]?.turn ?? 0;
  const start = startSeconds ?? records[0]?.timestamp ?? 0;
  return records.map(({ turn }) => Math.round((start + (turn - first) * intervalSeconds) * 1000));
}
