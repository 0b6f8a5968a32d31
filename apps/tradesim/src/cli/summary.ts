import type { JournalStatistics } from '@tradesim/metrics/journal';
import type { Scenario } from '../scenarios/index.ts';
import type { RunSummary } from '../simulation-service/simulation-service.ts';
import type { RunOptions } from './program.ts';
import { DEFAULT_SCENARIO } from './run-setup.ts';

export interface SummaryContext {
  readonly scenario: Pick<Scenario, 'name'>;
  readonly seed: number;
  readonly ledger: boolean;
  readonly deterministic: boolean;
  /** Undefined for a run that has not gone on. */
  readonly resumed: unknown;
  readonly options: Pick<RunOptions, 'scenario' | 'set' | 'json'>;
  readonly directory: string;
  readonly journal: JournalStatistics;
  readonly logger: { info(message: string): void };
}

/** Tells what a run has done: in a few lines on stderr, and with `--json` as one object on stdout too. */
export function reportSummary(summary: RunSummary, context: SummaryContext): void {
  const { directory, journal, options, logger } = context;
  const { reason, turns, turnsBefore, attempts, transactions, seconds } = summary;
  const made = turns - turnsBefore;
  const perSecond = Math.round(made / seconds);
  const before = turnsBefore === 0 ? '' : ` after ${turnsBefore}`;
  logger.info(
    `${reason}: ${made} turns${before} in ${seconds.toFixed(2)} s (${perSecond}/s), ${transactions} of ${attempts} attempts completed.`,
  );
  logger.info(`Journal: ${directory}${journal.failure === undefined ? '' : ` (failed, ${recordsDropped(journal)} records lost)`}`);
  if (turns > 0 && context.resumed === undefined) logger.info(`Again: ${commandOf(summary, context)}`);
  if (options.json) process.stdout.write(`${JSON.stringify(summaryRecord(summary, context))}\n`);
}

/** The command line that repeats the run: same scenario, seed and number of turns. */
function commandOf({ turns }: RunSummary, { options, seed, ledger, deterministic }: SummaryContext): string {
  const overrides = options.set.flatMap((override) => ['--set', override]);
  const switches = [...(deterministic ? ['--deterministic'] : []), ...(ledger ? [] : ['--no-ledger'])];
  return [
    'npx',
    'tradesim',
    'run',
    '--scenario',
    options.scenario ?? DEFAULT_SCENARIO,
    ...overrides,
    '--seed',
    String(seed),
    '--turns',
    String(turns),
    ...switches,
  ]
    .map(quotedForShell)
    .join(' ');
}

function summaryRecord(summary: RunSummary, { scenario, seed, directory, journal }: SummaryContext): object {
  const { reason, turns, attempts, transactions, seconds } = summary;
  const files = Object.entries(journal.files).map(([file, statistics]) => ({
    file,
    recordsWritten: statistics.recordsWritten,
    recordsDropped: statistics.recordsDropped,
    bytesWritten: statistics.bytesWritten,
  }));
  const state = journal.failure === undefined ? journal.state : 'failed';
  return { reason, scenario: scenario.name, seed, turns, attempts, transactions, seconds, journal: { directory, state, files } };
}

function recordsDropped({ files }: JournalStatistics): number {
  return Object.values(files).reduce((sum, file) => sum + file.recordsDropped, 0);
}

function quotedForShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
