// TradeSim's services in the loop of its economy, in a process of its own: prints what a turn takes, and how much of it
// the services take. Arguments: companies, entities (on, off), seconds.
import { performance } from 'node:perf_hooks';
import { Registry } from '@tradesim/metrics';
import { MetricsServices } from '@tradesim/metrics/services';
import { Economy } from '../apps/tradesim/dist/domain/economy.js';
import { economyParameters, loadScenario } from '../apps/tradesim/dist/scenarios/index.js';
import { SERVICES } from '../apps/tradesim/dist/services/index.js';
import { scaledMarket } from './scaled-market.mjs';

const [companies, entities, seconds] = [Number(process.argv[2]), String(process.argv[3]), Number(process.argv[4])];
const scenario = loadScenario({ overrides: scaledMarket(companies) });
const SEED = 7;

const economy = new Economy(economyParameters(scenario), SEED);
const registry = new Registry();
const withoutEntities = new Set(entities === 'on' ? [] : ['company', 'product', 'supplier_line']);
const services = new MetricsServices(SERVICES, { factory: registry, prefix: 'tradesim', subunits: { euros: 100 }, withoutEntities });
const run = { seed: SEED, scenario: scenario.name, version: '0' };

makeTurns(seconds / 3);
const { turns, rules, computing } = makeTurns(seconds);
const text = await registry.metrics();
process.stdout.write(
  `${JSON.stringify({
    rulesMicroseconds: (rules * 1000) / turns,
    servicesMicroseconds: (computing * 1000) / turns,
    series: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    residentMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  })}\n`,
);

/**
 * Makes turns for a while, and takes the time of the rules and of the services apart.
 * @param {number} duration Seconds.
 */
function makeTurns(duration) {
  const times = { turns: 0, rules: 0, computing: 0 };
  const end = performance.now() + duration * 1000;
  for (let now = performance.now(); now < end; times.turns++) {
    const snapshot = economy.advance();
    const between = performance.now();
    services.compute(snapshot.turn, { ...snapshot, rules: economy.parameters, run });
    services.publish();
    const after = performance.now();
    times.rules += between - now;
    times.computing += after - between;
    now = after;
  }
  return times;
}
