/** Shows a recorded run again, turn by turn, in its own time or another. */
import type { ReadTurns, RecordedTurn } from './recorded-turns.ts';

/** Longest that is waited for a turn: nobody wants to see a night in which the machine was off. */
const MAX_GAP_SECONDS = 10;
/** A replay that has fallen behind by more than this goes on from now, and does not rush after. */
const MAX_BACKLOG_SECONDS = 1;

export interface ReplayOptions {
  /** How long before each turn: so many times as fast as it was recorded, or so many turns per second (Infinity: no wait). */
  readonly pace: { readonly speed: number } | { readonly turnsPerSecond: number };
  /** The first turn that is shown. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** Monotonic seconds. */
  readonly now: () => number;
  /** Waits, and lets the event loop go round. */
  readonly pause: (seconds: number, signal: AbortSignal) => Promise<void>;
}

/** Shows turn after turn until the end, or until the signal is aborted. Returns how many. */
export async function replay(read: ReadTurns, show: (turn: RecordedTurn) => void, options: ReplayOptions): Promise<number> {
  const { from, signal, now, pause } = options;
  let shown = 0;
  let due = now();
  let before: RecordedTurn | undefined;
  for await (const turn of read()) {
    if (turn.turn < from) continue;
    due = Math.max(due + gapSeconds(before, turn, options), now() - MAX_BACKLOG_SECONDS);
    await pause(due - now(), signal);
    if (signal.aborted) break;
    show(turn);
    shown++;
    before = turn;
  }
  return shown;
}

/** 0 before the first turn, and where the clock had gone backwards. */
function gapSeconds(before: RecordedTurn | undefined, { timestamp }: RecordedTurn, { pace }: ReplayOptions): number {
  if (before === undefined) return 0;
  if ('turnsPerSecond' in pace) return 1 / pace.turnsPerSecond;
  return Math.min(MAX_GAP_SECONDS, Math.max(0, timestamp - before.timestamp) / pace.speed);
}
