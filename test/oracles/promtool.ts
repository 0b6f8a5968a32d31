import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Has `promtool check metrics`, from the Debian package prometheus, parse and lint an exposition. Returns its findings,
 * one a line; an empty string when there are none.
 */
export async function promtoolFindings(exposition: string): Promise<string> {
  const promtool = spawn('/usr/bin/promtool', ['check', 'metrics']);
  promtool.stdin.end(exposition);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(promtool.stdout),
    text(promtool.stderr),
    once(promtool, 'exit') as Promise<[number]>,
  ]);
  const findings = (stdout + stderr).trim();
  return findings === '' && exitCode !== 0 ? `promtool ended with exit code ${exitCode}` : findings;
}
