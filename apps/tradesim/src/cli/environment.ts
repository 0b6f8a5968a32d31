import { InvalidArgumentError } from 'commander';
import type { Option } from 'commander';
import { UsageError } from './usage-error.ts';

const ON = new Set(['1', 'true', 'yes', 'on']);
const OFF = new Set(['0', 'false', 'no', 'off', '']);

/**
 * Returns the arguments that the environment stands for: `TRADESIM_TURNS=100` is `--turns=100`, `TRADESIM_NO_LEDGER=1`
 * is `--no-ledger`.
 * @param options what the command takes; other variables are left alone
 * @throws {UsageError} for a switch that is neither on nor off, and for a value that the option refuses; it names the variable
 */
export function environmentArguments(env: NodeJS.ProcessEnv, options: readonly Option[]): string[] {
  return options.flatMap((option) => {
    const variable = environmentVariable(option);
    const value = env[variable];
    if (value === undefined) return [];
    if (option.required) return valueArguments(option, variable, value);
    return switchArguments(option, variable, value);
  });
}

/** Returns the name of an option's environment variable. */
export function environmentVariable(option: Option): string {
  return `TRADESIM_${option.long!.slice(2).replaceAll('-', '_').toUpperCase()}`;
}

function valueArguments(option: Option, variable: string, value: string): string[] {
  if (value === '') return [];
  const values = option.long === '--set' ? value.trim().split(/\s+/) : [value];
  for (const each of values) assertAccepted(option, variable, each);
  return values.map((each) => `${option.long!}=${each}`);
}

function assertAccepted(option: Option, variable: string, value: string): void {
  try {
    option.parseArg?.(value, []);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${variable}: ${JSON.stringify(value)} is invalid. ${error.message}`, { cause: error });
  }
}

function switchArguments(option: Option, variable: string, value: string): string[] {
  if (ON.has(value.toLowerCase())) return [option.long!];
  if (OFF.has(value.toLowerCase())) return [];
  throw new UsageError(`${variable}: expected 1 or 0, got ${JSON.stringify(value)}.`);
}
