// One figure in a process of its own: loads one subject, measures, prints the figures as JSON. Argument: the measure, the
// subject and the parameters of both, as JSON. Needs node --expose-gc.
import { measureInc, measureLabels, measureObserve } from './measures/calls.mjs';
import { measureDelay } from './measures/delay.mjs';
import { measureHttp } from './measures/http.mjs';
import { measureMemory, measureScrape } from './measures/scrape.mjs';
import { loadSubject } from './subjects/subject.mjs';

/** @type {Readonly<Record<string, (subject: string, parameters: any) => Promise<unknown>>>} */
const MEASURES = {
  describe: async (name) => describe(await loadSubject(name)),
  inc: async (name, parameters) => measureInc(await loadSubject(name), parameters),
  labels: async (name, parameters) => measureLabels(await loadSubject(name), parameters),
  observe: async (name, parameters) => measureObserve(await loadSubject(name), parameters),
  scrape: async (name, parameters) => measureScrape(await loadSubject(name), parameters),
  http: (subject, parameters) => measureHttp({ ...parameters, subject }),
  delay: (subject, parameters) => measureDelay({ ...parameters, subject }),
  memory: async (name, parameters) => measureMemory(await loadSubject(name), parameters),
};

/** @type {{ measure: string, subject: string }} */
const { measure, subject, ...parameters } = JSON.parse(process.argv[2] ?? '{}');
const measured = MEASURES[measure];
if (measured === undefined) throw new Error(`Measure: expected one of ${Object.keys(MEASURES).join(', ')}, got "${measure}".`);
process.stdout.write(JSON.stringify(await measured(subject, parameters)));

/** @param {import('./subjects/subject.mjs').Subject} described */
function describe({ title, inc, labels, observe, exposition, measures }) {
  /** @param {string} name */
  const exposed = (name) => (exposition === undefined || measures?.includes(name) === false ? [] : ['']);
  const forms = { inc: Object.keys(inc), labels: Object.keys(labels), observe: Object.keys(observe) };
  const ofExposition = ['scrape', 'http', 'delay', 'memory'].map((name) => [name, exposed(name)]);
  return { title, forms: { ...forms, ...Object.fromEntries(ofExposition) } };
}
