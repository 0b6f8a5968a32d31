/**
 * Moments that scrapes share. Those who ask in the same round of the event loop get one, whatever format each of them
 * wants; so a crowd of scrapers costs one copy of the numbers.
 */
import { Moment } from '../exposition/moment.ts';
import type { Gatherer } from '../model/collector.ts';
import type { MetricFamily } from '../model/family.ts';
import { isRoundSpent, nextRound } from './loop-budget.ts';

/** A moment in use. */
export interface Lease {
  readonly moment: Moment;
  /** Called once, when the moment is read no more. */
  readonly release: () => void;
}

class SharedMoment {
  readonly moment: Moment;
  #readers = 0;
  #isReleased = false;

  constructor(families: readonly MetricFamily[]) {
    this.moment = Moment.copied(families);
  }

  /** Whether it can be read on as the moment of these families. */
  shows(families: readonly MetricFamily[]): boolean {
    const shown = this.moment.families;
    return !this.#isReleased && shown.length === families.length && shown.every((family, i) => family === families[i]);
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

/** The latest moment of each gatherer in this round of the event loop, for as long as somebody reads it. */
const latest = new Map<Gatherer, SharedMoment>();

/** Returns the present moment of `families`, which `gatherer` has just gathered. */
export function leaseMoment(gatherer: Gatherer, families: readonly MetricFamily[]): Lease {
  // The time that the copy takes counts, too.
  isRoundSpent();
  const known = latest.get(gatherer);
  if (known?.shows(families) === true) return known.lease();
  const shared = new SharedMoment(families);
  if (known === undefined) void nextRound().then(() => latest.delete(gatherer));
  latest.set(gatherer, shared);
  return shared.lease();
}
