import { Option } from 'commander';
import type { Command } from 'commander';
import { nonEmpty, seconds } from './option-values.ts';

/** What `tradesim export` was asked to write. */
export interface ExportOptions {
  readonly openmetrics: boolean;
  readonly logDir: string;
  readonly run?: string;
  /** Whether what cannot be read is left out. */
  readonly skipCorrupt: boolean;
  /** Seconds from one turn to the next. */
  readonly interval?: number;
  /** Unix seconds of the first turn. */
  readonly start?: number;
  readonly output?: string;
}

/** Returns the options of `tradesim export`, in the order of its help. */
export function exportOptions(): Option[] {
  return [
    new Option('--openmetrics', 'as OpenMetrics with timestamps, for promtool tsdb create-blocks-from openmetrics').default(false),
    new Option('--log-dir <DIR>', 'directory of the journal').argParser(nonEmpty).default('logs'),
    new Option('--run <RUN_ID>', 'a former run, by the id in the names of its files (default: the newest run)').argParser(nonEmpty),
    new Option('--skip-corrupt', 'leave out what cannot be read, and say so').default(false),
    new Option('--interval <SECONDS>', 'time from one turn to the next (default: the times that were recorded)').argParser(seconds),
    new Option('--start <UNIX_SECONDS>', 'time of the first turn, with --interval (default: as recorded)').argParser(seconds),
    new Option('--output <FILE>', 'where to write (default: stdout)').argParser(nonEmpty),
  ];
}

/** Adds `tradesim export` to the command line. */
export function addExportCommand(program: Command, action: (options: ExportOptions) => Promise<void>): void {
  const command = program.command('export').description('write the metrics of a recorded run for other tools');
  for (const option of exportOptions()) command.addOption(option);
  command.addHelpText('after', HELP_AFTER).exitOverride().showHelpAfterError('Try tradesim export --help.').action(action);
}

const HELP_AFTER = `
Every sample of metrics.jsonl, its segments included, under the name that /metrics shows. A run at full speed makes many
turns in one millisecond, of which only the last is written; --interval gives each a time of its own.

Exit codes: 0 done, 1 crashed or an unreadable journal, 2 wrong use, 130 Ctrl+C, 143 SIGTERM.

Example: ask Prometheus about a run that has ended.
  tradesim export --openmetrics --interval 15 --start 1735689600 --output run.om
  promtool tsdb create-blocks-from openmetrics run.om data
  prometheus --storage.tsdb.path=data --storage.tsdb.retention.time=100y`;
