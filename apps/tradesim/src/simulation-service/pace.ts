/**
 * When turns are due. Turn k of a paced run is due k intervals after its start; a run that falls behind by more than a
 * second starts counting anew instead of rushing after.
 */
const MAX_BACKLOG_SECONDS = 1;

export class Pace {
  readonly intervalSeconds: number;
  #next: number;

  /** @param turnsPerSecond Infinity for no pause at all */
  constructor(turnsPerSecond: number, now: number) {
    this.intervalSeconds = 1 / turnsPerSecond;
    this.#next = now + this.intervalSeconds;
  }

  /** Seconds until the next turn is due; 0 when it is. */
  secondsUntilDue(now: number): number {
    return Math.max(0, this.#next - now);
  }

  /** Counts a turn that has been made. */
  advance(now: number): void {
    this.#next = now - this.#next > MAX_BACKLOG_SECONDS ? now + this.intervalSeconds : this.#next + this.intervalSeconds;
  }
}
