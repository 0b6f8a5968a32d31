import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * Has `promtool check metrics`, from the Debian package prometheus, parse and lint an exposition. Returns its findings,
 * one a line; an empty string when there are none.
 */
export async function promtoolFindings(exposition: string): Promise<string> {
  const { exitCode, output } = await promtool(['check', 'metrics'], exposition);
  return output === '' && exitCode !== 0 ? `promtool ended with exit code ${exitCode}` : output;
}

/**
 * Has Prometheus' parser of OpenMetrics and its storage take a document in which every sample has a time, and returns
 * how many samples they took.
 * @throws {Error} with its message for a document that they refuse
 */
export async function promtoolSampleCount(document: string): Promise<number> {
  const { exitCode, output } = await promtoolOn({ document }, (directory) => [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    join(directory, 'document'),
    join(directory, 'blocks'),
  ]);
  // A table: identity, first and last time, duration, samples, chunks, series, size.
  const [, samples] = /^[0-9A-Z]{26} +\d+ +\d+ +\S+ +(\d+) /m.exec(output) ?? [];
  if (exitCode !== 0 || samples === undefined) throw new Error(`promtool: ${output}`);
  return Number(samples);
}

/**
 * Has `promtool check rules` take the text of a rule file, and returns how many rules it found.
 * @throws {Error} with its message for a file that it refuses, or has something to say about
 */
export async function promtoolRuleCount(rules: string): Promise<number> {
  const { exitCode, output } = await promtoolOn({ rules }, (directory) => ['check', 'rules', join(directory, 'rules')]);
  const [, count] = /^Checking .*\n {2}SUCCESS: (\d+) rules found$/.exec(output) ?? [];
  if (exitCode !== 0 || count === undefined) throw new Error(`promtool: ${output}`);
  return Number(count);
}

/** What happens, and which alerts fire then, in the words of promtool (Prometheus' docs, "Unit testing for rules"). */
export interface RuleTest {
  /** Time between two values of a series. */
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly {
      readonly exp_labels: Readonly<Record<string, string>>;
      readonly exp_annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Has `promtool test rules` evaluate the text of a rule file. Returns what is not as expected; an empty string when all is. */
export async function promtoolRuleFindings(rules: string, tests: readonly RuleTest[]): Promise<string> {
  const files = { rules, tests: JSON.stringify({ rule_files: ['rules'], evaluation_interval: '15s', tests }) };
  const { exitCode, output } = await promtoolOn(files, (directory) => ['test', 'rules', join(directory, 'tests')]);
  return exitCode === 0 ? '' : output;
}

/** Runs promtool on files in a directory that goes away. */
async function promtoolOn(files: Readonly<Record<string, string>>, args: (directory: string) => readonly string[]): Promise<Finished> {
  const directory = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    return await promtool(args(directory), '');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface Finished {
  readonly exitCode: number;
  readonly output: string;
}

async function promtool(args: readonly string[], input: string): Promise<Finished> {
  const child = spawn('/usr/bin/promtool', args);
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { exitCode, output: (stdout + stderr).trim() };
}
