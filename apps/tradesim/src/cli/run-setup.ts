import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { MetricsError } from '@tradesim/metrics';
import { ScenarioError, isScenarioFile, loadScenario } from '../scenarios/index.ts';
import type { Scenario } from '../scenarios/index.ts';
import { findInterruptedRun } from '../simulation-service/interrupted-run.ts';
import type { InterruptedRun } from '../simulation-service/interrupted-run.ts';
import { isDeterministic } from '../simulation-service/run-manifest.ts';
import { scenarioHash } from '../simulation-service/scenario-hash.ts';
import type { RunOptions } from './program.ts';
import { typedIn } from './typed-in.ts';
import { UsageError } from './usage-error.ts';

export const DEFAULT_SCENARIO = 'classic';

/** What a run is: chosen by the options, or given by the run that goes on. */
export interface RunSetup {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly ledger: boolean;
  readonly deterministic: boolean;
  readonly resumed: InterruptedRun | undefined;
}

/**
 * Returns what is to be run. What is typed beside `--resume` has to be what the run was begun with.
 * @throws {UsageError} for a scenario that cannot be used, and a run that cannot go on or is another
 */
export async function runSetup(options: RunOptions, directory: string, env: NodeJS.ProcessEnv): Promise<RunSetup> {
  const resumed = options.resume ? await interruptedRun(directory) : undefined;
  if (resumed !== undefined) return resumedSetup(resumed, options, env);
  const { ledger, deterministic, seed = randomInt(0, 2 ** 32) } = options;
  return { scenario: chosenScenario(options, env), seed, ledger, deterministic, resumed: undefined };
}

async function interruptedRun(directory: string): Promise<InterruptedRun | undefined> {
  try {
    return await findInterruptedRun(directory);
  } catch (error) {
    throw error instanceof MetricsError ? new UsageError(`--resume: ${error.message}`, { cause: error }) : error;
  }
}

function resumedSetup(resumed: InterruptedRun, options: RunOptions, env: NodeJS.ProcessEnv): RunSetup {
  const { scenario, seed, ledger, run } = resumed.manifest;
  const deterministic = isDeterministic(resumed.manifest);
  const isOtherScenario = (options.scenario !== undefined || options.set.length > 0) && !isSame(chosenScenario(options, env), scenario);
  const others = [
    ...(isOtherScenario ? [`a scenario that differs from that of the run, ${scenario.name}`] : []),
    ...(options.seed !== undefined && options.seed !== seed ? [`--seed ${options.seed} where the run has ${seed}`] : []),
    ...(!options.ledger && ledger ? ['--no-ledger where the run has one'] : []),
    ...(options.deterministic && !deterministic ? ['--deterministic where the run is not'] : []),
  ];
  if (others.length === 0) return { scenario, seed, ledger, deterministic, resumed };
  throw new UsageError(
    `--resume: expected nothing that would make run ${run} another one, got ${others.join(', and ')}. Leave these options out, or start without --resume: that keeps the run and begins a new one.`,
  );
}

function isSame(one: Scenario, other: Scenario): boolean {
  return scenarioHash(one) === scenarioHash(other);
}

function chosenScenario({ scenario: name = DEFAULT_SCENARIO, set: overrides }: RunOptions, env: NodeJS.ProcessEnv): Scenario {
  try {
    return loadScenario({ name: isScenarioFile(name) ? resolve(typedIn(env), name) : name, overrides });
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message, { cause: error }) : error;
  }
}
