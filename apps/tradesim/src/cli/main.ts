import { CommanderError } from 'commander';
import { JournalError } from '../query/index.ts';
import { runExport } from './export-command.ts';
import { exportOptions } from './export-options.ts';
import { runReplay } from './replay-command.ts';
import { replayOptions } from './replay-options.ts';
import { createProgram, runOptions } from './program.ts';
import { runQuery } from './query-command.ts';
import { queryOptions } from './query-options.ts';
import { runSimulation } from './run-command.ts';
import { EXIT } from './exit-code.ts';
import { environmentArguments } from './environment.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs the command line and returns the exit code.
 * @param argv what was typed after `tradesim`
 */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram({
    run: async (options) => {
      exitCode = await runSimulation(options, env);
    },
    export: async (options) => {
      exitCode = await runExport(options, env);
    },
    replay: async (logDir, options) => {
      exitCode = await runReplay(logDir, options, env);
    },
    query: async (sql, options) => {
      exitCode = await runQuery(sql, options, env);
    },
  });
  try {
    await program.parseAsync(withEnvironment(argv, env), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    process.stderr.write(`error: ${messageOf(error)}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.crashed;
  }
}

/** Errors whose message is all a person needs are shown without a stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof UsageError || error instanceof JournalError ? error.message : (error.stack ?? error.message);
}

/** The options of each command. The first one is the default: it need not be typed. */
const COMMANDS = { run: runOptions, query: queryOptions, export: exportOptions, replay: replayOptions };

/** Puts what the environment says before what was typed, so that what was typed wins. */
function withEnvironment(argv: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const [typed = '--'] = argv;
  const isNamed = Object.hasOwn(COMMANDS, typed);
  const isKnown = isNamed || typed.startsWith('-');
  if (!isKnown || argv.some((argument) => argument === '--version' || argument === '-V')) return [...argv];
  const [command, ...rest] = isNamed ? argv : ['run', ...argv];
  const asksForHelp = argv.some((argument) => argument === '--help' || argument === '-h');
  return [command!, ...(asksForHelp ? [] : environmentArguments(env, COMMANDS[command as keyof typeof COMMANDS]())), ...rest];
}
