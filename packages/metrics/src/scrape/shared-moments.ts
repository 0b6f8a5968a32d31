import { Moment } from '../exposition/moment.ts';
import type { MetricFamily } from '../model/family.ts';
import { nextRound } from './loop-budget.ts';

/** Moments taken in this round of the event loop, by the list of families that was gathered. */
const moments = new Map<readonly MetricFamily[], Moment>();

/**
 * Returns the present moment. Those who gathered together, and so hold the same list, share one, whatever format each
 * of them wants; whoever gathers later does not, even where a gatherer always hands out one list.
 */
export function sharedMoment(families: readonly MetricFamily[]): Moment {
  const known = moments.get(families);
  if (known !== undefined) return known;
  const moment = new Moment(families);
  moments.set(families, moment);
  void nextRound().then(() => moments.delete(families));
  return moment;
}
