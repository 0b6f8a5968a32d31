/** No setting is stored and ignored: every number, switch and choice of a scenario changes the journal of some run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ScenarioError, loadScenario } from '../../apps/tradesim/src/scenarios/index.ts';
import { SimulationService } from '../../apps/tradesim/src/simulation-service/simulation-service.ts';
import { JOURNAL_FILES } from '../support/journal.ts';
import { Messages, NEVER, SteppingClock } from '../support/simulation.ts';

const TURNS = 120;

/** Runs in which different settings matter; tried in this order. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  default: ['companies.count=12'],
  expensive: [
    'companies.count=12',
    'products.priceEuros.min=80',
    'products.priceEuros.max=150',
    'companies.budgetEuros.min=200000',
    'companies.budgetEuros.max=300000',
  ],
  inflated: [
    'events.intervalTurns=1',
    'events.inflation.probability=1',
    'events.inflation.penaltyPercent=50',
    'events.inflation.risePercent.max=400',
    'suppliers.count=9',
  ],
  calm: ['events.inflation.probability=0.05', 'events.inflation.returnAfterTurns=3', 'events.inflation.returnTurns=4', 'suppliers.count=9'],
  crowded: ['companies.count=1001', 'products.count=1200', 'suppliers.productsEach.max=300', 'metrics.journalEntities=true'],
};

type Leaf = number | boolean | string;

/** Every value in a scenario, by dotted path. */
function leavesOf(value: unknown, path = ''): [path: string, value: Leaf][] {
  if (typeof value !== 'object' || value === null) return [[path, value as Leaf]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`));
}

function alternatives(value: Leaf): Leaf[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return ['on', 'off', 'auto'].filter((choice) => choice !== value);
  const numbers = [value * 2, value / 2, value + 1, value - 1, value * 10, 0, 1].map((number) => Number(number.toFixed(2)));
  return [...new Set(numbers)].filter((number) => number !== value && number >= 0);
}

const journals = new Map<string, Promise<string>>();

/** The journal of a run with these overrides, without the record that repeats the scenario. */
function journalOf(overrides: readonly string[]): Promise<string> {
  const key = overrides.join(' ');
  if (!journals.has(key)) journals.set(key, runJournal(overrides));
  return journals.get(key)!;
}

async function runJournal(overrides: readonly string[]): Promise<string> {
  const scenario = loadScenario({ overrides });
  const logDirectory = mkdtempSync(join(tmpdir(), 'tradesim-test-'));
  try {
    const turns = overrides.some((override) => override === 'companies.count=1001') ? 2 : TURNS;
    const run = {
      scenario,
      seed: 3,
      version: '0',
      turns,
      turnsPerSecond: Infinity,
      logDirectory,
      ledger: true,
      durability: 'interval' as const,
      resumed: undefined,
      checkpointEvery: { bytes: Infinity, seconds: Infinity },
      rotation: undefined,
      retention: {},
      deterministic: true,
    };
    const service = await SimulationService.start({ ...run, clock: new SteppingClock(0.001), logger: new Messages() });
    await service.run(NEVER);
    service.stop();
    const [events, ...others] = JOURNAL_FILES.map((file) => readFileSync(join(logDirectory, file), 'utf8'));
    return [events!.slice(events!.indexOf('\n')), ...others].join('');
  } finally {
    rmSync(logDirectory, { recursive: true });
  }
}

type Effect = 'changes the journal' | 'is refused' | 'has no effect';

async function effectOf(path: string, base: readonly string[]): Promise<Effect> {
  const before = new Map(leavesOf(loadScenario({ overrides: base }))).get(path)!;
  let effect: Effect = 'is refused';
  for (const value of alternatives(before)) {
    try {
      if ((await journalOf([...base, `${path}=${value}`])) !== (await journalOf(base))) return 'changes the journal';
      effect = 'has no effect';
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
    }
  }
  return effect;
}

async function bestEffect(path: string): Promise<Effect> {
  const effects = new Set<Effect>();
  for (const base of Object.values(BASES)) {
    const effect = await effectOf(path, base);
    if (effect === 'changes the journal') return effect;
    effects.add(effect);
  }
  return effects.has('has no effect') ? 'has no effect' : 'is refused';
}

describe('a setting of a scenario', () => {
  // The description is for people; the name is in tradesim_run_info.
  const paths = leavesOf(loadScenario({ overrides: [] }))
    .map(([path]) => path)
    .filter((path) => path !== 'description');

  it('is among those tried', () => {
    expect(paths.length).toBeGreaterThan(55);
    expect(paths).toContain('events.inflation.minRisePercent');
  });

  it.each(paths)('%s changes the journal of some run', async (path) => {
    expect(await bestEffect(path)).toBe('changes the journal');
  });

  it('that does nothing would be found', async () => {
    expect(await effectOf('description', BASES['default']!)).toBe('has no effect');
  });
});
