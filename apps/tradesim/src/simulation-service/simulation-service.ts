/**
 * Layer 3: runs the economy turn by turn, calls the metrics services, writes the journal, publishes the metrics. A turn
 * is synchronous from its first rule to its published metrics, so whoever looks between turns sees one whole turn.
 */
import { MetricsError, Registry } from '@tradesim/metrics';
import type { Clock } from '@tradesim/metrics';
import type { Health } from '@tradesim/metrics/exporter';
import type { Durability, RetentionLimits, RotationLimits } from '@tradesim/metrics/journal';
import { MetricsServices } from '@tradesim/metrics/services';
import { collectSystemMetrics, machineUsage } from '@tradesim/metrics/system';
import type { SystemMetrics } from '@tradesim/metrics/system';
import { Economy } from '../domain/economy.ts';
import { INVARIANTS } from '../domain/snapshot.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { economyParameters } from '../scenarios/index.ts';
import type { Scenario } from '../scenarios/index.ts';
import { SERVICES } from '../services/index.ts';
import type { RunIdentity, TurnView } from '../services/turn-view.ts';
import { CheckpointKeeper } from './checkpoint-keeper.ts';
import type { CheckpointInterval } from './checkpoint-keeper.ts';
import type { Checkpoint } from './checkpoint.ts';
import { DiskUseWarning } from './disk-use-warning.ts';
import { keptText } from './kept-text.ts';
import { entitiesLeftOut } from './entity-switches.ts';
import type { InterruptedRun } from './interrupted-run.ts';
import { journalMetrics } from './journal-metrics.ts';
import { numberOf } from './kept-records.ts';
import { Pace } from './pace.ts';
import { pause } from './pause.ts';
import { RunJournal } from './run-journal.ts';
import type { EndReason, TurnSamples } from './run-journal.ts';
import { newManifest } from './run-manifest.ts';
import type { RunManifest } from './run-manifest.ts';
import { RuntimeMetrics } from './runtime-metrics.ts';

/** While turns are made again. */
const TURNS_BETWEEN_BREAKS = 100;

/** Longest the loop runs before it lets the event loop answer scrapes and signals. */
const MAX_STRETCH_SECONDS = 0.005;

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly version: string;
  /** Undefined runs until stopped. */
  readonly turns: number | undefined;
  /** Infinity for no pause. */
  readonly turnsPerSecond: number;
  readonly logDirectory: string;
  readonly ledger: boolean;
  /** When records are brought to the disk; with `turn`, a turn is shown only when it is there. */
  readonly durability: Durability;
  /** When files of the journal are closed as segments; undefined for never. */
  readonly rotation: RotationLimits | undefined;
  /** Which closed segments are kept, per file. */
  readonly retention: RetentionLimits;
  /** Leaves out what differs between two runs of the same seed: wall time and measurements. */
  readonly deterministic: boolean;
  /** The run that goes on, whose scenario, seed, ledger and determinism the options repeat; undefined for a new one. */
  readonly resumed: InterruptedRun | undefined;
  /** Bytes of journal, and seconds, after which the state is kept from which the run can go on. */
  readonly checkpointEvery: CheckpointInterval;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where messages for people go. */
interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What a run has done so far. */
export interface RunProgress {
  readonly turns: number;
  /** Those of them that another process made. */
  readonly turnsBefore: number;
  readonly attempts: number;
  readonly transactions: number;
  readonly seconds: number;
}

/** What a run has done, and why it ended. */
export interface RunSummary extends RunProgress {
  readonly reason: EndReason;
}

export class SimulationService {
  readonly registry: Registry;
  readonly services: MetricsServices<TurnView>;
  readonly journal: RunJournal;
  readonly #options: SimulationOptions;
  readonly #manifest: RunManifest;
  readonly #economy: Economy;
  readonly #identity: RunIdentity;
  readonly #runtime: RuntimeMetrics;
  readonly #system: SystemMetrics;
  readonly #pace: Pace;
  readonly #diskUse: DiskUseWarning;
  readonly #keeper: CheckpointKeeper;
  readonly #samples: TurnSamples;
  readonly #violated = new Set<string>();
  readonly #started: number;
  #lastTurnAt: number;
  #attempts = 0;
  #transactions = 0;
  #end: EndReason | undefined;
  #upkeepFailure: string | undefined;
  #turnsBefore = 0;

  private constructor(options: SimulationOptions, manifest: RunManifest, { economy, journal }: { economy: Economy; journal: RunJournal }) {
    const { clock, logger, scenario, seed, version } = options;
    this.#options = options;
    this.#manifest = manifest;
    this.#economy = economy;
    this.journal = journal;
    this.#identity = { seed, scenario: scenario.name, version };
    const onError = (error: Error): void => logger.error(error.message);
    this.registry = new Registry({ selfMetricsPrefix: 'tradesim', onError, clock });
    this.services = new MetricsServices<TurnView>([...SERVICES, journalMetrics(journal)], {
      factory: this.registry,
      prefix: 'tradesim',
      subunits: { euros: 100 },
      withoutEntities: entitiesLeftOut(scenario, economy.snapshot()),
      clock,
      onError,
    });
    this.#samples = {
      metrics: this.services.record({ entities: scenario.metrics.journalEntities }),
      runtime: options.deterministic ? undefined : this.services.record({ entities: false, measured: true }),
    };
    this.#runtime = new RuntimeMetrics(this.services, machineUsage({ clock }), clock);
    this.registry.addCollector({ name: 'machine', collect: () => this.#runtime.sampleMachine() });
    this.#system = collectSystemMetrics(this.registry);
    this.#started = clock.monotonic();
    this.#lastTurnAt = this.#started;
    this.#keeper = new CheckpointKeeper(options.checkpointEvery, this.#started, {
      keep: () => journal.keepCheckpoint(this.#checkpoint()),
      onFailure: (error) =>
        logger.warn(
          `No checkpoint: ${error instanceof Error ? error.message : String(error)} The run goes on; --resume makes more turns again.`,
        ),
    });
    this.#pace = new Pace(options.turnsPerSecond, this.#started);
    this.#diskUse = new DiskUseWarning(this.#started);
  }

  /**
   * Generates the economy, opens the journal and writes turn 0; or goes on where another process has ended.
   * @throws for parameters that contradict each other and a log directory that cannot be one
   */
  static async start(options: SimulationOptions): Promise<SimulationService> {
    const { scenario, seed, logger, logDirectory: directory, ledger, durability, rotation, retention, resumed } = options;
    const economy = new Economy(economyParameters(scenario), seed, resumed?.checkpoint?.economy);
    const onFailure = (error: Error): void =>
      logger.error(`${error.message} The run goes on without a journal; records are lost from here on.`);
    const journalOptions = { directory, ledger, durability, rotation, retention, onFailure };
    if (resumed === undefined) {
      const journal = await RunJournal.open(journalOptions, economy.snapshot());
      const service = new SimulationService(options, newManifest(options), { economy, journal });
      service.#begin();
      return service;
    }
    const journal = await RunJournal.resume(journalOptions, economy.snapshot(), resumed.checkpoint?.seq);
    const service = new SimulationService(options, resumed.manifest, { economy, journal });
    await service.#goOn(resumed);
    return service;
  }

  /** Makes turns until their number is reached or `signal` aborts, with the end reason as its reason; then ends the journal. */
  async run(signal: AbortSignal): Promise<RunSummary> {
    let reason: EndReason = 'crashed';
    try {
      while (!signal.aborted && !this.#isDone) await this.#stretch(signal);
      reason = this.#isDone ? 'completed' : (signal.reason as EndReason);
    } finally {
      await this.#finish(reason);
    }
    return { reason, ...this.progress };
  }

  get progress(): RunProgress {
    const seconds = this.#options.clock.monotonic() - this.#started;
    return {
      turns: this.#economy.turn,
      turnsBefore: this.#turnsBefore,
      attempts: this.#attempts,
      transactions: this.#transactions,
      seconds,
    };
  }

  /** How the run is doing: not ok when turns stay away, or the journal has failed. */
  health(): Health {
    const { clock, scenario, seed } = this.#options;
    const ageSeconds = clock.monotonic() - this.#lastTurnAt;
    const { state, failure, upkeepFailure, files } = this.journal.statistics;
    const interval = Number.isFinite(this.#pace.intervalSeconds) ? this.#pace.intervalSeconds : 0;
    const isLate = ageSeconds > Math.max(10, 5 * interval);
    const activity = isLate ? 'stalled' : 'running';
    return {
      ok: !isLate && failure === undefined,
      state: this.#end === undefined ? activity : `ended (${this.#end})`,
      turn: this.#economy.turn,
      lastTurnAgeSeconds: Number(ageSeconds.toFixed(3)),
      scenario: scenario.name,
      seed,
      ...(this.services.failing.length === 0 ? {} : { metricsFailing: this.services.failing }),
      journal: {
        state,
        recordsDropped: Object.values(files).reduce((sum, file) => sum + file.recordsDropped, 0),
        ...(failure === undefined ? {} : { failure: failure.message }),
        ...(upkeepFailure === undefined ? {} : { upkeepFailure: upkeepFailure.message }),
      },
    };
  }

  get #bytesWritten(): number {
    return Object.values(this.journal.statistics.files).reduce((sum, file) => sum + file.bytesWritten, 0);
  }

  get #isDone(): boolean {
    return this.#options.turns !== undefined && this.#economy.turn >= this.#options.turns;
  }

  #begin(): void {
    this.journal.begin(this.#manifest, this.#economy.genesis);
    this.#runtime.begin();
  }

  /**
   * Makes the turns after the checkpoint once more, up to the last that was recorded, and writes what is missing of them.
   * @throws {MetricsError} ERR_JOURNAL when they lead to something else than was recorded
   */
  async #goOn({ manifest, checkpoint }: InterruptedRun): Promise<void> {
    if (checkpoint === undefined) this.journal.begin(manifest, this.#economy.genesis);
    else this.#load(checkpoint);
    while (this.#economy.turn < this.journal.lastTurn) {
      this.#makeAgain();
      if (this.journal.isFull) await this.journal.ready();
      else if (this.#economy.turn % TURNS_BETWEEN_BREAKS === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#reportViolations(this.#economy.snapshot());
    this.#turnsBefore = this.#economy.turn;
    this.services.publish();
    this.#runtime.begin();
  }

  #load({ services, started, attempts, transactions }: Checkpoint): void {
    this.services.load(services, { createdAt: started });
    this.#attempts = attempts;
    this.#transactions = transactions;
  }

  #makeAgain(): void {
    const snapshot = this.#compute();
    const { 'metrics.jsonl': last } = this.journal.last;
    if (
      last !== undefined &&
      numberOf(last, 'turn') === snapshot.turn &&
      JSON.stringify(last['metrics']) !== this.#samples.metrics.json()
    ) {
      throw new MetricsError(
        'ERR_JOURNAL',
        `Journal directory ${JSON.stringify(this.#options.logDirectory)}, turn ${snapshot.turn}: expected the samples that were recorded to come out again, got others. Go on with the version that made the run, ${this.#manifest.version}; this is ${this.#options.version}.`,
      );
    }
    this.#record(snapshot);
  }

  /** Makes the turns that are due, for a few milliseconds at the most, then gives way. */
  async #stretch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    if (this.journal.isFull) await this.journal.ready();
    const start = clock.monotonic();
    for (let now = start; now - start < MAX_STRETCH_SECONDS && !this.#isDone && !this.journal.isFull; now = clock.monotonic()) {
      if (this.#pace.secondsUntilDue(now) > 0) break;
      this.#turn(now);
      this.#pace.advance(now);
    }
    if (this.#options.durability === 'turn') await this.#publishDurably();
    await pause(this.#isDone ? 0 : this.#pace.secondsUntilDue(clock.monotonic()), signal);
    this.#warnOfDiskUse();
    this.#warnOfUpkeep();
    if (this.#economy.turn > this.#turnsBefore) this.#keeper.keepWhenDue(clock.monotonic(), this.#bytesWritten);
  }

  #checkpoint(): Checkpoint {
    return {
      ...this.#manifest,
      turn: this.#economy.turn,
      seq: this.journal.seq,
      attempts: this.#attempts,
      transactions: this.#transactions,
      economy: this.#economy.save(),
      services: this.services.save(),
    };
  }

  /** Shows the turns of a stretch at once, when all of them are on the disk. */
  async #publishDurably(): Promise<void> {
    await this.journal.durable();
    this.services.publish();
  }

  #turn(start: number): void {
    const { clock, durability } = this.#options;
    const snapshot = this.#compute();
    this.#record(snapshot);
    if (durability !== 'turn') this.services.publish();
    this.#reportViolations(snapshot);
    this.#lastTurnAt = clock.monotonic();
    this.#runtime.observeTurn(this.#lastTurnAt - start, this.#lastTurnAt);
  }

  #compute(): Snapshot {
    const snapshot = this.#economy.advance();
    this.services.compute(snapshot.turn, { ...snapshot, rules: this.#economy.parameters, run: this.#identity });
    return snapshot;
  }

  #record(snapshot: Snapshot): void {
    const { deterministic, clock } = this.#options;
    const timestamp = deterministic ? snapshot.turn : clock.now();
    this.journal.writeTurn(snapshot, Math.round(timestamp * 1000) / 1000, this.#samples);
    this.#attempts += snapshot.attempts.count;
    for (let i = 0; i < snapshot.attempts.count; i++) if (snapshot.attempts.reason[i] === -1) this.#transactions++;
  }

  #reportViolations({ turn, residuals }: Snapshot): void {
    for (const invariant of INVARIANTS) {
      if (residuals[invariant] === 0 || this.#violated.has(invariant)) continue;
      this.#violated.add(invariant);
      this.#options.logger.error(
        `Turn ${turn} breaks the invariant "${invariant}" by ${residuals[invariant]}. This is a defect: please report it with seed ${this.#options.seed}.`,
      );
    }
  }

  #warnOfDiskUse(): void {
    const { turns, clock, logger, logDirectory: directory, retention } = this.#options;
    if (turns !== undefined || this.journal.statistics.failure !== undefined) return;
    const warning = this.#diskUse.check(clock.monotonic(), { bytes: this.#bytesWritten, directory, kept: keptText(retention) });
    if (warning !== undefined) logger.warn(warning);
  }

  /** Once each time it begins. */
  #warnOfUpkeep(): void {
    const { upkeepFailure } = this.journal.statistics;
    if (upkeepFailure !== undefined && this.#upkeepFailure === undefined) {
      this.#options.logger.warn(`${upkeepFailure.message} The run goes on; closed segments stay as they are until that succeeds.`);
    }
    this.#upkeepFailure = upkeepFailure?.message;
  }

  async #finish(reason: EndReason): Promise<void> {
    this.#end = reason;
    this.#runtime.end();
    await this.#keeper.idle();
    await this.journal.end(this.#economy.turn, reason);
  }

  /** Stops what measures the machine and the process. */
  stop(): void {
    this.#system.stop();
  }
}
