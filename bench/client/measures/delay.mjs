// How late the server's event loop is while it is scraped and its values change.
import { setTimeout as wait } from 'node:timers/promises';
import { checkMarkers, readTotals } from '../exposition-check.mjs';
import { bodyOf, withServer } from '../http-client.mjs';
import { median } from '../timing.mjs';

const SCRAPES_EACH = 2;
const IDLE_MS = 500;

/** @typedef {import('../http-client.mjs').ServerProcess} ServerProcess */
/** @typedef {{ p99Ms: number, longestMs: number }} Delay */

/**
 * Milliseconds of delay with a number of scrapers at a time: at the very first scrapes, at later ones, and without any.
 * All series change before the scrapers begin, and 100 each millisecond while they read.
 * @param {{ subject: string, series: number, values: string, scrapers: number, effort: import('../options.mjs').Effort }} parameters
 */
export function measureDelay({ scrapers, effort, ...parameters }) {
  return withServer(parameters, async (server) => {
    const first = await delayDuring(server, () => scrapeTogether(server, scrapers));
    const idle = await delayDuring(server, () => wait(IDLE_MS, []));
    /** @type {Delay[]} */
    const later = [];
    for (let i = 0; i < effort.repetitions; i += 3) later.push(await delayDuring(server, () => scrapeTogether(server, scrapers)));
    return {
      p99: median(later.map(({ p99Ms }) => p99Ms)),
      longest: Math.max(...later.map(({ longestMs }) => longestMs)),
      'first longest': first.longestMs,
      'idle p99': idle.p99Ms,
      'idle longest': idle.longestMs,
    };
  });
}

/**
 * @param {ServerProcess} server
 * @param {() => Promise<import('../http-client.mjs').Scrape[]>} scrape
 * @returns {Promise<Delay>}
 */
async function delayDuring(server, scrape) {
  const { totals } = await server.ask({ command: 'change', share: 1 });
  await server.ask({ command: 'watch' });
  const scrapes = await scrape();
  const delay = await server.ask({ command: 'report' });
  for (const body of scrapes.map(bodyOf)) {
    const { samples } = readTotals(body);
    if (samples !== totals.samples) throw new Error(`Exposition: expected ${totals.samples} samples, got ${samples}.`);
    checkMarkers(body);
  }
  return delay;
}

/**
 * Has each scraper scrape, and at once again.
 * @param {ServerProcess} server
 * @param {number} scrapers
 */
async function scrapeTogether(server, scrapers) {
  const scrapes = Array.from({ length: scrapers }, async () => {
    const own = [];
    for (let i = 0; i < SCRAPES_EACH; i++) own.push(await server.scrape('identity'));
    return own;
  });
  return (await Promise.all(scrapes)).flat();
}
