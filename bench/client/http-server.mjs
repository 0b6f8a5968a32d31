// The process that serves a subject. The process that scrapes it tells it by messages when to change values and what to
// report. Argument: the subject, the number of series and the kind of values, as JSON.
import { loadSubject } from './subjects/subject.mjs';
import { LoopWatch } from './loop-watch.mjs';
import { settle } from './timing.mjs';
import { Workload } from './workload.mjs';

/** @typedef {{ command: 'listen' | 'change' | 'usage' | 'watch' | 'report', share?: number }} Request */

/** Gauges that are written each time the timer of the watch fires, between two markers that always have the same value. */
const WRITES_PER_FIRING = 100;

/** @type {{ subject: string, series: number, values: string }} */
const { subject, series, values } = JSON.parse(process.argv[2] ?? '{}');
const exposition = (await loadSubject(subject)).exposition?.();
if (exposition === undefined) throw new Error(`${subject} has no exposition.`);

const workload = new Workload(series, values);
const setFirst = marker('first');
workload.define(exposition);
const setLast = marker('last');

const watch = new LoopWatch((firing) => {
  setFirst(firing);
  workload.writeSome(WRITES_PER_FIRING);
  setLast(firing);
});
let usage = process.cpuUsage();

/** @type {Readonly<Record<Request['command'], (request: Request) => unknown>>} */
const commands = {
  listen: async () => ({ url: await exposition.listen() }),
  change: async ({ share = 0 }) => {
    const changedLines = workload.change(share);
    const totals = workload.totals();
    await exposition.prepare?.();
    await settle();
    usage = process.cpuUsage();
    return { changedLines, totals: { ...totals, samples: totals.samples + 2 } };
  },
  usage: () => {
    const { user, system } = process.cpuUsage(usage);
    return { cpuMs: (user + system) / 1000 };
  },
  watch: () => watch.start(),
  report: () => watch.stop(),
};

process.on('message', (/** @type {Request} */ request) => void reply(request));
process.on('disconnect', () => process.exit());

/** @param {Request} request */
async function reply(request) {
  process.send?.((await commands[request.command](request)) ?? {});
}

/** @param {string} position */
function marker(position) {
  const definition = { name: `bench_marker_${position}`, help: 'A marker.', labelNames: ['of'], series: 1 };
  const set = /** @type {import('./subjects/subject.mjs').Exposition} */ (exposition).gauge(definition);
  set({ of: 'body' }, 0);
  return (/** @type {number} */ value) => set({ of: 'body' }, value);
}
