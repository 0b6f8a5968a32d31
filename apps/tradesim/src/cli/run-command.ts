import { resolve } from 'node:path';
import { MetricsError, systemClock } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import type { Exporter } from '@tradesim/metrics/exporter';
import type { Logger } from 'pino';
import { JOURNAL_FILES } from '../simulation-service/journal-files.ts';
import type { InterruptedRun } from '../simulation-service/interrupted-run.ts';
import type { EndReason } from '../simulation-service/run-journal.ts';
import { SimulationService } from '../simulation-service/simulation-service.ts';
import type { RunSummary } from '../simulation-service/simulation-service.ts';
import { EXIT } from './exit-code.ts';
import { journalLimits } from './journal-limits.ts';
import type { JournalLimits } from './journal-limits.ts';
import { createLogger } from './logger.ts';
import type { RunOptions } from './program.ts';
import { runSetup } from './run-setup.ts';
import type { RunSetup } from './run-setup.ts';
import { stopSignals } from './stop-signals.ts';
import type { StopSignals } from './stop-signals.ts';
import { reportSummary } from './summary.ts';
import { typedIn } from './typed-in.ts';
import { UsageError } from './usage-error.ts';
import { applicationVersion } from './version.ts';

const DEFAULT_TURNS_PER_SECOND = 10;
/** What is made again after a crash is at most what these make. */
const CHECKPOINT_BYTES = 64 * 2 ** 20;
const CHECKPOINT_SECONDS = 60;

/**
 * Runs a simulation as the options say, until it is done or stopped, and returns the exit code.
 * @throws {UsageError} for a scenario, log directory or port that cannot be used
 */
export async function runSimulation(options: RunOptions, env: NodeJS.ProcessEnv): Promise<number> {
  if (options.keepServing && !options.exporter)
    throw new UsageError('--keep-serving and --no-exporter: expected one of them, got both. Leave one out.');
  const logger = createLogger(options.logLevel, env);
  const directory = resolve(typedIn(env), options.logDir);
  const limits = journalLimits(options);
  const setup = await runSetup(options, directory, env);
  const stop = stopSignals((reason) => logger.info(`${reason}: ending the turn and writing the journal; once more ends at once.`));
  const running: Running = {};
  try {
    running.exporter = await startExporter(running, options, logger);
    running.service = await startService({ options, limits, setup, directory, logger });
    const { service, exporter } = running;
    announce({ service, options, setup, exporter, directory, logger });
    const summary = await service.run(stop.signal);
    reportSummary(summary, { ...setup, options, directory, journal: service.journal.statistics, logger });
    if (summary.reason === 'completed' && options.keepServing && exporter !== undefined) await servedUntilStopped(stop, exporter, logger);
    return exitCode(summary, stop);
  } finally {
    await running.exporter?.close();
    running.service?.stop();
    stop.release();
  }
}

/** What has been started so far. */
interface Running {
  exporter?: Exporter | undefined;
  service?: SimulationService;
}

function exitCode(summary: RunSummary, stop: StopSignals): number {
  const reason = stop.signal.aborted ? (stop.signal.reason as EndReason) : summary.reason;
  if (reason === 'interrupted') return EXIT.interrupted;
  return reason === 'terminated' ? EXIT.terminated : EXIT.done;
}

async function startService(start: {
  options: RunOptions;
  limits: JournalLimits;
  setup: RunSetup;
  directory: string;
  logger: Logger;
}): Promise<SimulationService> {
  const { options, limits, setup, directory, logger } = start;
  try {
    return await SimulationService.start({
      ...setup,
      version: applicationVersion(),
      turns: options.turns,
      turnsPerSecond: options.pace ?? (options.turns === undefined ? DEFAULT_TURNS_PER_SECOND : Infinity),
      logDirectory: directory,
      durability: options.durability,
      ...limits,
      checkpointEvery: { bytes: CHECKPOINT_BYTES, seconds: CHECKPOINT_SECONDS },
      clock: systemClock,
      logger,
    });
  } catch (error) {
    throw error instanceof MetricsError && error.code === 'ERR_JOURNAL' ? unusableLogDirectory(directory, error) : error;
  }
}

function unusableLogDirectory(directory: string, error: MetricsError): UsageError {
  const isFile = error.cause instanceof Error && 'code' in error.cause && (error.cause.code === 'ENOTDIR' || error.cause.code === 'EEXIST');
  const problem = isFile
    ? 'expected a directory, or a path where one can be made, got a file there or above. Choose another directory.'
    : error.message;
  return new UsageError(`--log-dir ${directory}: ${problem}`, { cause: error });
}

/** Binds the port before anything is generated or written, so that a port in use leaves everything as it was. */
async function startExporter(running: Running, options: RunOptions, logger: Logger): Promise<Exporter | undefined> {
  if (!options.exporter) return undefined;
  try {
    return await createExporter({
      registry: { gather: async (limits) => running.service?.registry.gather(limits) ?? [] },
      host: options.host,
      port: options.port,
      // The journal spells samples as the text format does, and Prometheus is to store the same ones.
      openMetrics: false,
      health: () => running.service?.health() ?? { ok: true, state: 'starting' },
      title: 'TradeSim',
      description: 'A seeded economy you can observe: companies buy from suppliers, prices and budgets move, and every figure is a metric.',
      onError: (error) => logger.error(error instanceof Error ? error.message : String(error)),
    });
  } catch (error) {
    throw error instanceof MetricsError
      ? new UsageError(`--host ${options.host} --port ${options.port}: ${error.message}`, { cause: error })
      : error;
  }
}

function announce(run: {
  service: SimulationService;
  options: RunOptions;
  setup: RunSetup;
  exporter: Exporter | undefined;
  directory: string;
  logger: Logger;
}): void {
  const { service, options, setup, exporter, directory, logger } = run;
  for (const { file, removedBytes } of service.journal.archived.repaired)
    logger.warn(`Repaired ${file} of the former run: cut ${removedBytes} bytes of a torn last record.`);
  for (const { turn, reason } of setup.resumed?.unusable ?? []) logger.warn(`The checkpoint of turn ${turn} cannot be used: ${reason}.`);
  if (setup.resumed !== undefined) logger.info(goesOn(setup.resumed, service.progress.turnsBefore));
  const { renamed } = service.journal.archived;
  const live = renamed.filter(({ from }) => isLiveFile(from));
  const segments = renamed.filter(({ from }) => !isLiveFile(from));
  for (const { from, to } of live) logger.info(`Kept ${from} of the former run as ${to}.`);
  if (segments.length > 0) logger.info(`Kept ${segments.length} closed segments of it as ${segments[0]!.to} and so on.`);
  logger.info(
    `TradeSim ${applicationVersion()}, scenario ${setup.scenario.name}, seed ${setup.seed}${options.turns === undefined ? '' : `, ${options.turns} turns`}.`,
  );
  if (exporter !== undefined) logger.info(`Metrics ${exporter.url}/metrics   health ${exporter.url}/health   page ${exporter.url}/`);
  logger.info(`Journal ${directory}${options.turns === undefined ? '   Ctrl+C stops' : ''}`);
}

function goesOn({ manifest, checkpoint }: InterruptedRun, turn: number): string {
  const again = turn - (checkpoint?.turn ?? 0);
  return `Run ${manifest.run} goes on after turn ${turn}; ${again} turns were made again from ${checkpoint === undefined ? 'its beginning' : `the checkpoint of turn ${checkpoint.turn}`}.`;
}

function isLiveFile(name: string): boolean {
  return (JOURNAL_FILES as readonly string[]).includes(name);
}

async function servedUntilStopped(stop: StopSignals, exporter: Exporter, logger: Logger): Promise<void> {
  logger.info(`Still serving the last turn on ${exporter.url} until stopped (--keep-serving).`);
  if (stop.signal.aborted) return;
  await new Promise((resolveStopped) => stop.signal.addEventListener('abort', resolveStopped, { once: true }));
}
