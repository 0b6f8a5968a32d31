import { Option } from 'commander';
import type { Command } from 'commander';
import { LOG_LEVELS } from './log-level.ts';
import type { LogLevel } from './log-level.ts';
import { integer, nonEmpty, pace, positive } from './option-values.ts';

/** What `tradesim replay` was asked to show. */
export interface ReplayOptions {
  readonly run?: string;
  /** Whether what cannot be read is left out. */
  readonly skipCorrupt: boolean;
  /** How many times as fast as it was recorded. */
  readonly speed?: number;
  /** Turns per second; Infinity for `max`. */
  readonly pace?: number;
  readonly from: number;
  readonly port: number;
  readonly host: string;
  readonly keepServing: boolean;
  readonly logLevel: LogLevel;
}

/** Returns the options of `tradesim replay`, in the order of its help. */
export function replayOptions(): Option[] {
  return [
    new Option('--run <RUN_ID>', 'a former run, by the id in the names of its files (default: the newest run)').argParser(nonEmpty),
    new Option('--skip-corrupt', 'leave out what cannot be read, and say so').default(false),
    new Option('--speed <FACTOR>', 'how many times as fast as it was recorded (default: 1)').argParser(positive),
    new Option('--pace <TURNS_PER_SECOND>', 'turns per second instead, or max for no pause').argParser(pace).conflicts('speed'),
    new Option('--from <TURN>', 'the first turn to show').argParser(integer(1, Number.MAX_SAFE_INTEGER)).default(1),
    new Option('--port <P>', 'port of the exporter, 0 for a free one').argParser(integer(0, 65_535)).default(8000),
    new Option('--host <H>', 'address of the exporter').argParser(nonEmpty).default('127.0.0.1'),
    new Option('--keep-serving', 'after the last turn, go on serving it until stopped').default(false),
    new Option('--log-level <L>', 'least level of the messages on stderr').choices(LOG_LEVELS).default('info'),
  ];
}

/** Adds `tradesim replay` to the command line. */
export function addReplayCommand(program: Command, action: (logDir: string, options: ReplayOptions) => Promise<void>): void {
  const replay = program
    .command('replay')
    .description('serve a recorded run again')
    .argument('[LOGDIR]', 'directory of the journal', 'logs');
  for (const option of replayOptions()) replay.addOption(option);
  replay.addHelpText('after', HELP_AFTER).exitOverride().showHelpAfterError('Try tradesim replay --help.').action(action);
}

const HELP_AFTER = `
A scrape shows the samples that were recorded for one turn. Where the recording has a gap, the replay waits 10 s at most.

Exit codes: 0 done, 1 crashed or an unreadable journal, 2 wrong use, 130 Ctrl+C, 143 SIGTERM.

Examples:
  tradesim replay                                  as it was, on http://127.0.0.1:8000/metrics
  tradesim replay logs --speed 60                  an hour in a minute
  tradesim replay --pace max --keep-serving        the last turn`;
