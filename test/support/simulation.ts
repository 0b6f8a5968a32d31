/** Starts the simulation service in this process, with a clock that the test moves. */
import { onTestFinished } from 'vitest';
import { loadScenario } from '../../apps/tradesim/src/scenarios/index.ts';
import { SimulationService } from '../../apps/tradesim/src/simulation-service/simulation-service.ts';
import type { SimulationOptions } from '../../apps/tradesim/src/simulation-service/simulation-service.ts';
import { temporaryDirectory } from './application.ts';

/** A clock that stands still between two questions, and moves `stepSeconds` with each. */
export class SteppingClock {
  readonly startedAt = 1_700_000_000;
  stepSeconds: number;
  #elapsedSeconds = 0;

  constructor(stepSeconds = 0) {
    this.stepSeconds = stepSeconds;
  }

  now(): number {
    return this.startedAt + this.#elapsedSeconds;
  }

  monotonic(): number {
    this.#elapsedSeconds += this.stepSeconds;
    return this.#elapsedSeconds;
  }

  advance(seconds: number): void {
    this.#elapsedSeconds += seconds;
  }
}

/** What a service has said to people. */
export class Messages {
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  info(message: string): void {
    this.infos.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.errors.push(message);
  }
}

export interface ServiceOptions extends Partial<Omit<SimulationOptions, 'scenario'>> {
  /** Fields of the preset `classic`, as PATH=VALUE. */
  readonly overrides?: readonly string[];
}

export interface StartedService {
  readonly service: SimulationService;
  readonly logs: string;
}

/** Starts an unpaced run of `classic` with seed 7, on a clock that moves a millisecond with each question. */
export async function startService({ overrides = [], ...options }: ServiceOptions = {}): Promise<StartedService> {
  const logs = options.logDirectory ?? temporaryDirectory();
  const service = await SimulationService.start({
    scenario: loadScenario({ overrides }),
    seed: 7,
    version: '0.0.0',
    turns: undefined,
    turnsPerSecond: Infinity,
    logDirectory: logs,
    ledger: true,
    durability: 'interval' as const,
    resumed: undefined,
    checkpointEvery: { bytes: Infinity, seconds: Infinity },
    rotation: undefined,
    retention: {},
    deterministic: false,
    clock: new SteppingClock(0.001),
    logger: new Messages(),
    ...options,
  });
  onTestFinished(async () => {
    if (service.journal.statistics.state === 'open') await service.run(AbortSignal.abort('terminated'));
    service.stop();
  });
  return { service, logs };
}

/** A signal that is never given. */
export const NEVER: AbortSignal = new AbortController().signal;
