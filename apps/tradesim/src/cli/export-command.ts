import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MetricsError } from '@tradesim/metrics';
import { JournalCorruptionError } from '@tradesim/metrics/journal';
import { catalogueOf } from '@tradesim/metrics/services';
import { exportOpenMetrics, recordedTurns } from '../recording/index.ts';
import type { Export } from '../recording/index.ts';
import { JournalError } from '../query/index.ts';
import { METRIC_GROUPS } from '../simulation-service/metric-groups.ts';
import { EXIT } from './exit-code.ts';
import type { ExportOptions } from './export-options.ts';
import { skippedPlaces } from './skipped-places.ts';
import { writeAll } from './standard-output.ts';
import { stopSignals } from './stop-signals.ts';
import { typedIn } from './typed-in.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes a recorded run, and returns the exit code.
 * @throws {UsageError} for options that do not go together, a run that is not there, and a file that cannot be written
 * @throws {JournalError} for a journal that cannot be read
 */
export async function runExport(options: ExportOptions, env: NodeJS.ProcessEnv): Promise<number> {
  assertOptions(options);
  const directory = resolve(typedIn(env), options.logDir);
  const fileName = options.run === undefined ? 'metrics.jsonl' : `metrics-${options.run}.jsonl`;
  const onSkip = skippedPlaces(options.skipCorrupt, (text) => process.stderr.write(`${text}\n`));
  const stop = stopSignals(() => {});
  try {
    const exported = await exportOpenMetrics(recordedTurns(directory, fileName, { signal: stop.signal, onSkip }), {
      known: catalogueOf(METRIC_GROUPS),
      intervalSeconds: options.interval,
      startSeconds: options.start,
    });
    if (!stop.signal.aborted)
      await write(exported, options.output === undefined ? undefined : resolve(typedIn(env), options.output), stop.signal);
    if (!stop.signal.aborted) report(exported);
  } catch (error) {
    if (error instanceof JournalCorruptionError) throw new JournalError(error.message, { cause: error });
    throw error instanceof MetricsError ? new UsageError(`--log-dir ${directory}: ${error.message}`, { cause: error }) : error;
  } finally {
    stop.release();
  }
  if (!stop.signal.aborted) return EXIT.done;
  return stop.signal.reason === 'interrupted' ? EXIT.interrupted : EXIT.terminated;
}

function assertOptions({ openmetrics, start, interval }: ExportOptions): void {
  if (!openmetrics) throw new UsageError('export: expected a format, got none. Add --openmetrics.');
  if (start === undefined || interval !== undefined) return;
  throw new UsageError('--start: expected --interval beside it, as recorded times have a start of their own, got none. Add --interval 15.');
}

/** A file is there whole or not at all. */
async function write({ text }: Export, output: string | undefined, signal: AbortSignal): Promise<void> {
  if (output === undefined) return writeAll(process.stdout, text);
  const unfinished = `${output}.tmp`;
  try {
    await pipeline(text, createWriteStream(unfinished));
    if (!signal.aborted) await rename(unfinished, output);
  } catch (error) {
    if (error instanceof MetricsError || !(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`--output ${output}: expected a file that can be written, got ${error.message}. Choose another.`, {
      cause: error,
    });
  } finally {
    await rm(unfinished, { force: true }).catch(() => {});
  }
}

function report({ turns, series, sameTime, backwards }: Export): void {
  const say = (text: string): unknown => process.stderr.write(`${text}\n`);
  say(`${turns} turns of ${series} series.`);
  if (sameTime > 0)
    say(`${sameTime} turns left out, because a later one has the same time in milliseconds; --interval 1 gives each its own.`);
  if (backwards > 0)
    say(`${backwards} turns left out, because the clock went backwards before them; --interval 1 gives each a time of its own.`);
}
