// A scrape as a string in the same process, and the memory that stays.
import { performance } from 'node:perf_hooks';
import { collectGarbage, repeat, settle } from '../timing.mjs';
import { Workload } from '../workload.mjs';
import { CHANGES, ExpositionCheck, Figures } from './changes.mjs';

/** @typedef {import('../subjects/subject.mjs').Subject} Subject */
/** @typedef {import('../options.mjs').Effort} Effort */

/** Series whose memory stands out from what else a process holds. */
const WEIGHTY = 100_000;

/**
 * Milliseconds of a scrape, after all, one in a hundred or none of the series changed.
 * @param {Subject} subject
 * @param {{ series: number, values: string, effort: Effort }} parameters
 */
export async function measureScrape(subject, { series, values, effort }) {
  const { exposition, workload } = filled(subject, new Workload(series, values));
  const check = new ExpositionCheck();
  const figures = new Figures();
  const scrapeAfterEachChange = async () => {
    for (const [name, share] of CHANGES) {
      const changedLines = workload.change(share);
      collectGarbage();
      const { text, milliseconds } = await scrape(exposition);
      check.accept(Buffer.from(text), { totals: workload.totals(), changedLines });
      figures.add(name, milliseconds);
    }
  };
  await repeat(scrapeAfterEachChange, { repetitions: 1, repetitionMs: effort.warmUpMs });
  figures.clear();
  await repeat(scrapeAfterEachChange, { repetitions: effort.repetitions, repetitionMs: effort.warmUpMs });
  return figures.medians();
}

/**
 * Bytes per series after two scrapes and a collection, over what there was before the first definition. Of a small
 * exposition there are as many as make up 100,000 series.
 * @param {Subject} subject
 * @param {{ series: number, values: string }} parameters
 */
export async function measureMemory(subject, { series, values }) {
  await learn(subject, values);
  const count = Math.ceil(WEIGHTY / series);
  const prepared = Array.from({ length: count }, () => new Workload(series, values));
  const before = await bytesInUse();
  const all = prepared.map((workload) => filled(subject, workload));
  for (const { exposition, workload } of all) {
    for (let i = 0; i < 2; i++) {
      workload.change(1);
      await checkedScrape(exposition, workload);
    }
  }
  const bytesPerSeries = ((await bytesInUse()) - before) / (count * series);
  for (const { exposition, workload } of all) await checkedScrape(exposition, workload);
  return { bytesPerSeries };
}

/**
 * Has the subject's code compiled, so that the memory of that does not count.
 * @param {Subject} subject
 * @param {string} values
 */
async function learn(subject, values) {
  const { exposition, workload } = filled(subject, new Workload(1000, values));
  for (let i = 0; i < 10; i++) await checkedScrape(exposition, workload);
}

/**
 * @param {Subject} subject
 * @param {Workload} workload
 */
function filled(subject, workload) {
  if (subject.exposition === undefined) throw new Error(`${subject.title} has no exposition.`);
  const exposition = subject.exposition();
  workload.define(exposition);
  return { exposition, workload };
}

/**
 * The text is read at one place, which joins it where it was kept in pieces.
 * @param {import('../subjects/subject.mjs').Exposition} exposition
 */
async function scrape(exposition) {
  const start = performance.now();
  const text = await exposition.text();
  if (Number.isNaN(text.charCodeAt(text.length >> 1))) throw new Error('Exposition: expected text, got none.');
  return { text, milliseconds: performance.now() - start };
}

/**
 * @param {import('../subjects/subject.mjs').Exposition} exposition
 * @param {Workload} workload
 */
async function checkedScrape(exposition, workload) {
  const { text } = await scrape(exposition);
  new ExpositionCheck().accept(Buffer.from(text), { totals: workload.totals(), changedLines: 0 });
}

/** The external memory includes that of array buffers. */
async function bytesInUse() {
  for (let i = 0; i < 3; i++) await settle();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
