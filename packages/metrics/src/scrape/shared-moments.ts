/**
 * Moments that scrapes share: those that joined one gathering, whatever format each of them wants. So a crowd of scrapers
 * costs one copy of the numbers. Nobody is shown what was before he asked.
 */
import { Moment } from '../exposition/moment.ts';
import type { MetricFamily } from '../model/family.ts';
import { isRoundSpent } from './loop-budget.ts';

/** A moment in use. */
export interface Lease {
  readonly moment: Moment;
  /** Called once, when the moment is read no more. */
  readonly release: () => void;
}

class SharedMoment {
  readonly moment: Moment;
  /** How many moments were taken before it. */
  readonly predecessors: number;
  #readers = 0;
  #isReleased = false;

  constructor(families: readonly MetricFamily[], predecessors: number) {
    this.moment = Moment.copied(families);
    this.predecessors = predecessors;
  }

  /** Whether it can be read on by one who asked when so many moments had been taken. */
  isFor(since: number): boolean {
    return !this.#isReleased && this.predecessors >= since;
  }

  lease(): Lease {
    this.#readers++;
    return { moment: this.moment, release: () => this.#leave() };
  }

  #leave(): void {
    this.#readers--;
    if (this.#readers > 0) return;
    this.#isReleased = true;
    this.moment.release();
  }
}

let taken = 0;
/** The latest moment of the families that a gathering returned. */
const latest = new WeakMap<readonly MetricFamily[], SharedMoment>();

/** Returns how many moments have been taken: what a scrape says of when it asked. */
export function momentsTaken(): number {
  return taken;
}

/**
 * Returns a moment of `families`, which have just been gathered.
 * @param since what `momentsTaken()` returned before the gathering
 */
export function leaseMoment(families: readonly MetricFamily[], since: number): Lease {
  // The time that the copy takes counts, too.
  isRoundSpent();
  const known = latest.get(families);
  if (known?.isFor(since) === true) return known.lease();
  const shared = new SharedMoment(families, taken++);
  latest.set(families, shared);
  return shared.lease();
}
