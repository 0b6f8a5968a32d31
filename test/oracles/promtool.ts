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
  const directory = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    const file = join(directory, 'document');
    writeFileSync(file, document);
    const { exitCode, output } = await promtool(['tsdb', 'create-blocks-from', 'openmetrics', file, join(directory, 'blocks')], '');
    // A table: identity, first and last time, duration, samples, chunks, series, size.
    const [, samples] = /^[0-9A-Z]{26} +\d+ +\d+ +\S+ +(\d+) /m.exec(output) ?? [];
    if (exitCode !== 0 || samples === undefined) throw new Error(`promtool: ${output}`);
    return Number(samples);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function promtool(args: readonly string[], input: string): Promise<{ readonly exitCode: number; readonly output: string }> {
  const child = spawn('/usr/bin/promtool', args);
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { exitCode, output: (stdout + stderr).trim() };
}
