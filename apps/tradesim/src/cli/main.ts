import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
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
  });
  try {
    await program.parseAsync(withEnvironment(argv, env), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\n`);
      return EXIT.usage;
    }
    process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.crashed;
  }
}

/** Puts what the environment says before what was typed, so that what was typed wins. */
function withEnvironment(argv: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const [command, ...rest] = argv[0] === 'run' ? argv : ['run', ...argv];
  const isRun = argv[0] === 'run' || argv.length === 0 || argv[0]!.startsWith('-');
  if (!isRun || argv.some((argument) => argument === '--version' || argument === '-V')) return [...argv];
  const asksForHelp = argv.some((argument) => argument === '--help' || argument === '-h');
  return [command!, ...(asksForHelp ? [] : environmentArguments(env)), ...rest];
}
