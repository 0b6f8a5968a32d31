import { Command, Option } from 'commander';
import type { Durability } from '@tradesim/metrics/journal';
import { LOG_LEVELS } from './log-level.ts';
import type { LogLevel } from './log-level.ts';
import { bytes, collected, duration, integer, nonEmpty, pace, segments } from './option-values.ts';
import { addExportCommand } from './export-options.ts';
import type { ExportOptions } from './export-options.ts';
import { addReplayCommand } from './replay-options.ts';
import type { ReplayOptions } from './replay-options.ts';
import { addQueryCommand } from './query-options.ts';
import type { QueryOptions } from './query-options.ts';
import { applicationVersion } from './version.ts';

/** What `tradesim run` was asked to do. */
export interface RunOptions {
  readonly turns?: number;
  readonly seed?: number;
  /** Whether the run in the log directory goes on. */
  readonly resume: boolean;
  /** The default is left out, so that a run that goes on can tell it from what was typed. */
  readonly scenario?: string;
  /** Turns per second; Infinity for `max`. */
  readonly pace?: number;
  readonly port: number;
  readonly host: string;
  readonly exporter: boolean;
  readonly keepServing: boolean;
  readonly logDir: string;
  readonly ledger: boolean;
  readonly durability: Durability;
  /** Bytes, seconds and numbers; Infinity for `none`. */
  readonly rotateSize?: number;
  readonly rotateAge: number;
  readonly keepSize?: number;
  readonly keepAge: number;
  readonly keepSegments: number;
  readonly deterministic: boolean;
  readonly set: readonly string[];
  readonly logLevel: LogLevel;
  readonly json: boolean;
}

const MAX_SEED = 2 ** 32 - 1;

/** Returns the options of `tradesim run`, in the order of its help. */
export function runOptions(): Option[] {
  return [
    new Option('--turns <N>', 'end after N turns; without it the run goes on until it is stopped').argParser(
      integer(1, Number.MAX_SAFE_INTEGER),
    ),
    new Option('--seed <S>', 'seed of the run, 0 to 4294967295; without one it is drawn and printed').argParser(integer(0, MAX_SEED)),
    new Option('--scenario <NAME|FILE>', 'preset, or a scenario file (default: classic)'),
    new Option('--set <PATH=VALUE>', 'set one field of the scenario, for example companies.count=100; may be repeated')
      .argParser(collected)
      .default([], 'none'),
    new Option('--resume', 'go on with the run whose journal is in the log directory; where there is none, begin one').default(false),
    new Option('--pace <TURNS_PER_SECOND>', 'turns per second, or max for no pause (default: max with --turns, otherwise 10)').argParser(
      pace,
    ),
    new Option('--port <P>', 'port of the exporter, 0 for a free one').argParser(integer(0, 65_535)).default(8000),
    new Option('--host <H>', 'address of the exporter; 0.0.0.0 makes it reachable from other machines')
      .argParser(nonEmpty)
      .default('127.0.0.1'),
    new Option('--no-exporter', 'serve no metrics'),
    new Option('--keep-serving', 'after --turns, go on serving the last turn until stopped').default(false),
    new Option('--log-dir <DIR>', 'directory of the journal').argParser(nonEmpty).default('logs'),
    new Option('--no-ledger', 'record turns and events, but no single attempts and changes'),
    new Option(
      '--durability <WHEN>',
      'when records are brought to the disk: by the system (none), ten times a second (interval), or before a turn is shown (turn)',
    )
      .choices(['none', 'interval', 'turn'] satisfies Durability[])
      .default('interval'),
    new Option(
      '--rotate-size <BYTES>',
      'size at which a file of the journal is closed as a segment, as 64M or 1G, or none (default: 64M without --turns, otherwise none)',
    ).argParser(bytes),
    new Option('--rotate-age <TIME>', 'age at which it is closed, as 90s, 15m, 12h or 7d, or none')
      .argParser(duration)
      .default(Infinity, 'none'),
    new Option(
      '--keep-size <BYTES>',
      'how many bytes of closed segments are kept of each file, or none for all (default: 1G without --turns, otherwise none)',
    ).argParser(bytes),
    new Option('--keep-age <TIME>', 'how long closed segments are kept, or none').argParser(duration).default(Infinity, 'none'),
    new Option('--keep-segments <N>', 'how many closed segments are kept of each file, or none')
      .argParser(segments)
      .default(Infinity, 'none'),
    new Option('--deterministic', 'leave wall time and measurements out of the journal').default(false),
    new Option('--log-level <L>', 'least level of the messages on stderr').choices(LOG_LEVELS).default('info'),
    new Option('--json', 'print the summary as JSON on stdout').default(false),
  ];
}

/** What the commands do. */
export interface Actions {
  readonly run: (options: RunOptions) => Promise<void>;
  readonly export: (options: ExportOptions) => Promise<void>;
  readonly replay: (logDir: string, options: ReplayOptions) => Promise<void>;
  readonly query: (sql: string, options: QueryOptions) => Promise<void>;
}

/** Returns the command line; errors of use throw a CommanderError after their message has been printed. */
export function createProgram(actions: Actions): Command {
  const program = new Command('tradesim')
    .description('A seeded economy you can observe: /metrics for Prometheus, a journal of everything that happens.')
    .version(applicationVersion())
    .exitOverride()
    .showHelpAfterError('Try tradesim --help.');
  const run = program.command('run', { isDefault: true }).description('run a scenario (the default command)').allowExcessArguments();
  for (const option of runOptions()) run.addOption(option);
  run
    .addHelpText('after', HELP_AFTER)
    .exitOverride()
    .showHelpAfterError('Try tradesim run --help.')
    .action((options: RunOptions) => {
      const [unknown] = run.args;
      if (unknown !== undefined)
        run.error(`error: unknown argument '${unknown}'. The commands are run, query, export and replay; options begin with --.`);
      return actions.run(options);
    });
  addQueryCommand(program, actions.query);
  addExportCommand(program, actions.export);
  addReplayCommand(program, actions.replay);
  return program;
}

const HELP_AFTER = `
Each option can be given in the environment too: TRADESIM_TURNS=100, TRADESIM_NO_EXPORTER=1,
TRADESIM_SET="companies.count=10 products.count=20". What is typed wins.

Exit codes: 0 done, 1 crashed, 2 wrong use or bad configuration, 130 Ctrl+C, 143 SIGTERM.

Examples:
  tradesim run --seed 7                       ten turns a second, metrics on http://127.0.0.1:8000/metrics
  tradesim run --turns 1000 --seed 7 --json   as fast as possible, then a summary
  tradesim run --set companies.count=100 --set suppliers.count=40
  tradesim query "select * from transactions"   ask the journal with SQL; tradesim query --help
  tradesim export --openmetrics   write the run for promtool; tradesim export --help
  tradesim replay --speed 60      serve the run again; tradesim replay --help`;
