// What a call costs: increments and observations.
import { randomOrder, randomSource } from '../random.mjs';
import { seriesLabels } from '../series.mjs';
import { timeCalls } from '../timing.mjs';
import { BUCKETS } from '../workload.mjs';

const CALLS_PER_PASS = 65_536;
const OBSERVED = { method: 'GET', route: '/api/orders/:id', status: '200' };

/** @typedef {import('../subjects/subject.mjs').Subject} Subject */
/** @typedef {import('../options.mjs').Effort} Effort */

/**
 * Increments counters that were resolved beforehand.
 * @param {Subject} subject
 * @param {{ form: string, handles: 'one' | 'each', effort: Effort }} parameters
 */
export async function measureInc(subject, { form, handles, effort }) {
  const counters = formOf(subject.inc, form)(seriesLabels(4096, 3));
  const order = randomOrder(CALLS_PER_PASS, 4096);
  /** @param {number} passes */
  const run = (passes) => (handles === 'one' ? counters.one(passes * CALLS_PER_PASS) : counters.each(order, passes));
  const timed = timeCalls(run, CALLS_PER_PASS, effort);
  return checked(timed, await counters.total());
}

/**
 * Increments counters by fresh labels at each call.
 * @param {Subject} subject
 * @param {{ form: string, series: number, labels: number, effort: Effort }} parameters
 */
export async function measureLabels(subject, { form, series, labels, effort }) {
  const counters = formOf(subject.labels, form)(seriesLabels(series, labels));
  const order = randomOrder(CALLS_PER_PASS, 2 * series);
  const timed = timeCalls((passes) => counters.run(order, passes), CALLS_PER_PASS, effort);
  return checked(timed, await counters.total());
}

/**
 * Observes values that fall into all of 11 buckets and beyond.
 * @param {Subject} subject
 * @param {{ form: string, effort: Effort }} parameters
 */
export async function measureObserve(subject, { form, effort }) {
  const histogram = formOf(subject.observe, form)(OBSERVED, BUCKETS);
  const random = randomSource(17);
  const values = Float64Array.from({ length: CALLS_PER_PASS }, () => 0.002 * 10_000 ** random());
  const timed = timeCalls((passes) => histogram.run(values, passes), CALLS_PER_PASS, effort);
  return checked(timed, await histogram.total());
}

/**
 * @template Form
 * @param {Readonly<Record<string, Form>>} forms
 * @param {string} form
 * @returns {Form}
 */
function formOf(forms, form) {
  const found = forms[form];
  if (found === undefined) throw new Error(`Subject: expected one of the forms ${Object.keys(forms).join(', ')}, got "${form}".`);
  return found;
}

/**
 * @param {{ nanoseconds: number, calls: number }} timed
 * @param {number} total What the subject shows.
 */
function checked({ nanoseconds, calls }, total) {
  if (total !== calls) throw new Error(`Subject: expected ${calls} calls to be counted, got ${total}.`);
  return { nanoseconds };
}
