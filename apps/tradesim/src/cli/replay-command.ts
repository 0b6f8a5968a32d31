import { resolve } from 'node:path';
import { MetricsError, systemClock } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import type { Exporter } from '@tradesim/metrics/exporter';
import { JournalCorruptionError } from '@tradesim/metrics/journal';
import { catalogueOf } from '@tradesim/metrics/services';
import type { Logger } from 'pino';
import { JournalError } from '../query/index.ts';
import { ReplayedMetrics, recordedTurns, replay } from '../recording/index.ts';
import { METRIC_GROUPS } from '../simulation-service/metric-groups.ts';
import { pause } from '../simulation-service/pause.ts';
import { EXIT } from './exit-code.ts';
import { createLogger } from './logger.ts';
import type { ReplayOptions } from './replay-options.ts';
import { skippedPlaces } from './skipped-places.ts';
import { stopSignals } from './stop-signals.ts';
import { typedIn } from './typed-in.ts';
import { UsageError } from './usage-error.ts';

/** How far a replay has come. */
interface Progress {
  turn: number;
  state: 'starting' | 'replaying' | 'ended';
}

interface ReplayContext {
  readonly metrics: ReplayedMetrics;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Serves a recorded run again, and returns the exit code.
 * @throws {UsageError} for a run that is not there, and an address that cannot be used
 * @throws {JournalError} for a journal that cannot be read
 */
export async function runReplay(logDir: string, options: ReplayOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const directory = resolve(typedIn(env), logDir);
  const logger = createLogger(options.logLevel, env);
  const metrics = new ReplayedMetrics(catalogueOf(METRIC_GROUPS));
  const progress: Progress = { turn: 0, state: 'starting' };
  const stop = stopSignals((reason) => logger.info(`${reason}: ending the replay.`));
  const exporter = await startExporter(metrics, progress, options, logger);
  try {
    logger.info(`Replay of ${directory}   Metrics ${exporter.url}/metrics   health ${exporter.url}/health   Ctrl+C stops`);
    const turns = await shown(directory, options, { metrics, progress, signal: stop.signal, logger });
    progress.state = 'ended';
    logger.info(`${turns} turns shown, the last one ${progress.turn}.`);
    if (options.keepServing && !stop.signal.aborted) await untilAborted(stop.signal);
  } finally {
    await exporter.close();
    stop.release();
  }
  if (!stop.signal.aborted) return EXIT.done;
  return stop.signal.reason === 'interrupted' ? EXIT.interrupted : EXIT.terminated;
}

async function shown(
  directory: string,
  { run, speed = 1, pace, from, skipCorrupt }: ReplayOptions,
  { metrics, progress, signal, logger }: ReplayContext,
): Promise<number> {
  const fileName = run === undefined ? 'metrics.jsonl' : `metrics-${run}.jsonl`;
  const timing = { from, signal, now: () => systemClock.monotonic(), pause };
  try {
    return await replay(
      recordedTurns(directory, fileName, { signal, onSkip: skippedPlaces(skipCorrupt, (text) => logger.warn(text)) }),
      (turn) => {
        metrics.show(turn);
        Object.assign(progress, { turn: turn.turn, state: 'replaying' });
      },
      { ...timing, pace: pace === undefined ? { speed } : { turnsPerSecond: pace } },
    );
  } catch (error) {
    if (error instanceof JournalCorruptionError) throw new JournalError(error.message, { cause: error });
    throw error instanceof MetricsError ? new UsageError(`replay ${directory}: ${error.message}`, { cause: error }) : error;
  }
}

async function startExporter(
  metrics: ReplayedMetrics,
  progress: Progress,
  { host, port }: ReplayOptions,
  logger: Logger,
): Promise<Exporter> {
  try {
    return await createExporter({
      registry: metrics,
      host,
      port,
      // As the run itself: the journal spells samples as the text format does.
      openMetrics: false,
      health: () => ({ ok: true, ...progress }),
      title: 'TradeSim, a replay',
      description: 'A recorded run, served again turn by turn.',
      onError: (error) => logger.error(error instanceof Error ? error.message : String(error)),
    });
  } catch (error) {
    throw error instanceof MetricsError ? new UsageError(`--host ${host} --port ${port}: ${error.message}`, { cause: error }) : error;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise((resolveAborted) => signal.addEventListener('abort', resolveAborted, { once: true }));
}
