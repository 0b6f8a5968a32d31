import { describe, expect, it } from 'vitest';
import { environmentArguments as argumentsOf, environmentVariable } from './environment.ts';
import { runOptions } from './program.ts';
import { queryOptions } from './query-options.ts';
import { UsageError } from './usage-error.ts';

/** A value other than the default for each option; a new option without one here fails the first test. */
const VALUES: Readonly<Record<string, string>> = {
  TRADESIM_TURNS: '5',
  TRADESIM_SEED: '7',
  TRADESIM_RESUME: '1',
  TRADESIM_SCENARIO: './a.yaml',
  TRADESIM_SET: 'companies.count=4',
  TRADESIM_PACE: 'max',
  TRADESIM_PORT: '0',
  TRADESIM_HOST: '::1',
  TRADESIM_NO_EXPORTER: '1',
  TRADESIM_KEEP_SERVING: '1',
  TRADESIM_LOG_DIR: 'elsewhere',
  TRADESIM_NO_LEDGER: '1',
  TRADESIM_DURABILITY: 'turn',
  TRADESIM_ROTATE_SIZE: '5M',
  TRADESIM_ROTATE_AGE: '12h',
  TRADESIM_KEEP_SIZE: '1G',
  TRADESIM_KEEP_AGE: '7d',
  TRADESIM_KEEP_SEGMENTS: '3',
  TRADESIM_DETERMINISTIC: '1',
  TRADESIM_LOG_LEVEL: 'error',
  TRADESIM_JSON: '1',
};

const environmentArguments = (env: NodeJS.ProcessEnv): string[] => argumentsOf(env, runOptions());

describe('the environment', () => {
  it.each(runOptions().map((option) => [environmentVariable(option), option.long!] as const))('%s stands for %s', (variable, long) => {
    const value = VALUES[variable]!;
    expect(value).toBeDefined();
    expect(environmentArguments({ [variable]: value })).toEqual([value === '1' ? long : `${long}=${value}`]);
  });

  it.each(['1', 'true', 'YES', 'on'])('switches on with %s', (value) => {
    expect(environmentArguments({ TRADESIM_JSON: value })).toEqual(['--json']);
  });

  it.each(['0', 'false', 'NO', 'off', ''])('leaves a switch alone with "%s"', (value) => {
    expect(environmentArguments({ TRADESIM_JSON: value })).toEqual([]);
  });

  it('refuses a switch that is neither', () => {
    expect(() => environmentArguments({ TRADESIM_JSON: '2' })).toThrow(new UsageError('TRADESIM_JSON: expected 1 or 0, got "2".'));
  });

  it('takes an empty value for none', () => {
    expect(environmentArguments({ TRADESIM_TURNS: '', TRADESIM_HOST: '' })).toEqual([]);
  });

  it('takes several fields of the scenario, between blanks', () => {
    expect(environmentArguments({ TRADESIM_SET: ' a=1  b=2\nc=3 ' })).toEqual(['--set=a=1', '--set=b=2', '--set=c=3']);
  });

  it('names the variable whose value the option refuses', () => {
    expect(() => environmentArguments({ TRADESIM_PORT: 'tcp://10.0.0.1:8000' })).toThrow(
      new UsageError('TRADESIM_PORT: "tcp://10.0.0.1:8000" is invalid. Expected an integer from 0 to 65535.'),
    );
  });

  it('does not mistake a value for an option', () => {
    expect(environmentArguments({ TRADESIM_LOG_DIR: '--json' })).toEqual(['--log-dir=--json']);
  });

  it('leaves variables of others alone', () => {
    expect(environmentArguments({ TURNS: '5', TRADESIM_HOME: '/opt', tradesim_turns: '5' })).toEqual([]);
  });

  it('is read for the options of the command that is run', () => {
    const env = { TRADESIM_TURNS: '5', TRADESIM_LOG_DIR: 'elsewhere', TRADESIM_FORMAT: 'csv', TRADESIM_RUN: 'a', TRADESIM_LIMIT: '7' };
    expect(argumentsOf(env, queryOptions())).toEqual(['--log-dir=elsewhere', '--run=a', '--format=csv', '--limit=7']);
    expect(argumentsOf(env, runOptions())).toEqual(['--turns=5', '--log-dir=elsewhere']);
  });
});
