// One subject in a process of its own: makes turns for a while and prints what a turn costs.
// Arguments: companies, mode (rules, services, journal, everything, no-ledger), seconds.
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Registry, systemClock } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import { MetricsServices } from '@tradesim/metrics/services';
import { Economy } from '../apps/tradesim/dist/domain/economy.js';
import { economyParameters, loadScenario } from '../apps/tradesim/dist/scenarios/index.js';
import { SERVICES } from '../apps/tradesim/dist/services/index.js';
import { entitiesLeftOut } from '../apps/tradesim/dist/simulation-service/entity-switches.js';
import { SimulationService } from '../apps/tradesim/dist/simulation-service/simulation-service.js';
import { scaledMarket } from './scaled-market.mjs';

const [companies, mode, seconds] = [Number(process.argv[2]), String(process.argv[3]), Number(process.argv[4])];
const scenario = loadScenario({ overrides: scaledMarket(companies) });
const SEED = 7;

const result = mode === 'rules' || mode === 'services' ? measureParts(mode === 'services') : await measureRun();
process.stdout.write(`${JSON.stringify({ companies, mode, ...result, residentMiB: Math.round(process.memoryUsage.rss() / 2 ** 20) })}\n`);

/**
 * The rules alone, or with the services on top, without anything else in the loop.
 * @param {boolean} withServices
 */
function measureParts(withServices) {
  const economy = new Economy(economyParameters(scenario), SEED);
  const services = new MetricsServices(SERVICES, {
    factory: new Registry(),
    prefix: 'tradesim',
    subunits: { euros: 100 },
    withoutEntities: entitiesLeftOut(scenario, economy.snapshot()),
  });
  const run = { seed: SEED, scenario: scenario.name, version: '0' };
  const turn = () => {
    const snapshot = economy.advance();
    if (withServices) {
      services.compute(snapshot.turn, { ...snapshot, rules: economy.parameters, run });
      services.publish();
    }
    return snapshot;
  };
  repeatFor(seconds / 3, turn);
  return rates(repeatFor(seconds, turn));
}

/**
 * @param {number} duration Seconds.
 * @param {() => import('../apps/tradesim/dist/domain/snapshot.js').Snapshot} turn
 */
function repeatFor(duration, turn) {
  const counts = { turns: 0, attempts: 0, transactions: 0, seconds: 0 };
  const start = performance.now();
  do {
    const { attempts } = turn();
    counts.turns++;
    counts.attempts += attempts.count;
    for (let row = 0; row < attempts.count; row++) if (attempts.reason[row] === -1) counts.transactions++;
    counts.seconds = (performance.now() - start) / 1000;
  } while (counts.seconds < duration);
  return counts;
}

/** The application's own loop, with journal, and with an exporter that the parent scrapes. */
async function measureRun() {
  const logDirectory = mkdtempSync(join(tmpdir(), 'tradesim-bench-'));
  const logger = { info: () => {}, warn: () => {}, error: (/** @type {string} */ message) => process.stderr.write(`${message}\n`) };
  const service = await SimulationService.start({
    scenario,
    seed: SEED,
    version: '0',
    turns: undefined,
    turnsPerSecond: Infinity,
    logDirectory,
    ledger: mode !== 'no-ledger',
    durability: 'interval',
    resumed: undefined,
    checkpointEvery: { bytes: 64 * 2 ** 20, seconds: 60 },
    rotation: undefined,
    retention: {},
    deterministic: false,
    clock: systemClock,
    logger,
  });
  const exporter = mode === 'journal' ? undefined : await createExporter({ registry: service.registry, port: 0 });
  process.stdout.write(`${JSON.stringify({ url: exporter?.url })}\n`);
  const stop = new AbortController();
  const running = service.run(stop.signal);
  const from = await progressAfter(service, seconds / 3);
  const to = await progressAfter(service, seconds);
  stop.abort('interrupted');
  await running;
  await exporter?.close();
  service.stop();
  const bytes = Object.values(service.journal.statistics.files).reduce((sum, file) => sum + file.bytesWritten, 0);
  rmSync(logDirectory, { recursive: true });
  const counts = {
    turns: to.turns - from.turns,
    attempts: to.attempts - from.attempts,
    transactions: to.transactions - from.transactions,
    seconds: to.seconds - from.seconds,
  };
  return { ...rates(counts), bytesPerTurn: Math.round(bytes / service.progress.turns) };
}

/**
 * @param {SimulationService} service
 * @param {number} duration Seconds.
 */
async function progressAfter(service, duration) {
  await new Promise((resolve) => setTimeout(resolve, duration * 1000));
  return service.progress;
}

/** @param {{ turns: number, attempts: number, transactions: number, seconds: number }} counts */
function rates({ turns, attempts, transactions, seconds: elapsed }) {
  return {
    turnsPerSecond: turns / elapsed,
    attemptsPerSecond: attempts / elapsed,
    transactionsPerSecond: transactions / elapsed,
    completedShare: transactions / attempts,
    microsecondsPerTurn: (elapsed / turns) * 1e6,
  };
}
