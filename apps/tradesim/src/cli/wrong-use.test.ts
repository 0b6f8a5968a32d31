/** Whatever is wrong with a command line or the environment ends with exit code 2 and one message that says what, and how to mend it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from './main.ts';

let directory = '';
let said = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradesim-test-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => rmSync(directory, { recursive: true }));

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return main([...args], { INIT_CWD: directory, ...env });
}

describe('a value that an option does not take', () => {
  it.each([
    ['--turns', '0', 'an integer from 1'],
    ['--turns', '-3', 'an integer from 1'],
    ['--turns', '1.5', 'an integer from 1'],
    ['--turns', '1e3', 'an integer from 1'],
    ['--turns', '', 'an integer from 1'],
    ['--turns', '9007199254740993', 'to 9007199254740991'],
    ['--seed', '-1', 'from 0 to 4294967295'],
    ['--seed', '4294967296', 'from 0 to 4294967295'],
    ['--seed', 'abc', 'from 0 to 4294967295'],
    ['--pace', '0', 'a number above 0, or max'],
    ['--pace', '-1', 'a number above 0, or max'],
    ['--pace', 'fast', 'a number above 0, or max'],
    ['--pace', 'NaN', 'a number above 0, or max'],
    ['--pace', 'Infinity', 'a number above 0, or max'],
    ['--port', '65536', 'from 0 to 65535'],
    ['--port', '80a', 'from 0 to 65535'],
    ['--host', '', 'not empty'],
    ['--log-dir', '', 'not empty'],
    ['--durability', 'always', 'none, interval, turn'],
    ['--rotate-size', '0', 'a number of bytes'],
    ['--rotate-size', '5X', 'a number of bytes'],
    ['--keep-size', '-1', 'a number of bytes'],
    ['--keep-size', '1.5G', 'a number of bytes'],
    ['--rotate-age', '5', 'a time as 90s'],
    ['--rotate-age', '0s', 'a time as 90s'],
    ['--keep-age', '5y', 'a time as 90s'],
    ['--keep-segments', '0', 'a number of segments'],
    ['--keep-segments', 'all', 'a number of segments'],
    ['--log-level', 'loud', 'silent, error, warn, info, debug'],
  ])('%s=%s', async (option, value, rule) => {
    expect(await run(['run', `${option}=${value}`])).toBe(2);
    expect(said).toContain(`option '${option} `);
    expect(said).toContain(`'${value}'`);
    expect(said).toContain(rule);

    const variable = `TRADESIM_${option.slice(2).replace('-', '_').toUpperCase()}`;
    said = '';
    if (value === '') return;
    expect(await run(['run'], { [variable]: value })).toBe(2);
    expect(said).toContain(`${variable}: "${value}" is invalid.`);
    expect(said).toContain(rule);
  });

  it.each([
    ['an unknown preset', ['--scenario', 'clasic'], '"clasic"', 'Did you mean classic?'],
    ['a scenario file that is not there', ['--scenario', 'none.yaml'], 'none.yaml', 'a readable file'],
    ['an unknown field', ['--set', 'companies.cout=3'], '--set companies.cout=3', 'count'],
    ['a field out of range', ['--set', 'companies.count=0'], '--set companies.count=0', 'from 1 to 1000000'],
    ['a field without a value', ['--set', 'companies.count'], '--set companies.count', 'PATH=VALUE'],
    ['fields that contradict each other', ['--set', 'products.count=5'], 'products.active.min', 'at most products.count'],
  ])('%s: with the message of the loader, and before any file is written', async (_, args, place, rule) => {
    expect(await run(['run', ...args])).toBe(2);
    expect(said).toMatch(/^error: /);
    expect(said).toContain(place);
    expect(said).toContain(rule);
    expect(said).not.toContain('    at ');
    expect(existsSync(join(directory, 'logs'))).toBe(false);
  });
});

describe('what is no option', () => {
  it.each([
    ['an unknown option', ['run', '--turn', '5'], "unknown option '--turn'"],
    ['an unknown option of the default command', ['--sed', '5'], "unknown option '--sed'"],
    ['a command that there is not', ['rnu', '--turns', '5'], "unknown argument 'rnu'"],
    ['an argument', ['run', '5'], "unknown argument '5'"],
    ['an option without its value', ['run', '--seed'], "option '--seed <S>' argument missing"],
    ['a switch with a value', ['run', '--json=yes'], '--json=yes'],
  ])('%s', async (_, args, message) => {
    expect(await run(args)).toBe(2);
    expect(said).toContain(message);
    expect(said).toContain('--help');
    expect(existsSync(join(directory, 'logs'))).toBe(false);
  });

  it('a switch in the environment that is neither on nor off', async () => {
    expect(await run([], { TRADESIM_NO_LEDGER: 'maybe' })).toBe(2);
    expect(said).toBe('error: TRADESIM_NO_LEDGER: expected 1 or 0, got "maybe".\n');
  });
});

describe('a place that cannot be used', () => {
  it('a log directory that is a file, or below one', async () => {
    const file = join(directory, 'notes.txt');
    writeFileSync(file, 'mine');
    for (const place of ['notes.txt', 'notes.txt/logs']) {
      said = '';
      expect(await run(['run', '--turns=1', '--no-exporter', `--log-dir=${place}`])).toBe(2);
      expect(said).toBe(
        `error: --log-dir ${join(directory, place)}: expected a directory, or a path where one can be made, got a file there or above. Choose another directory.\n`,
      );
    }
  });

  it('an address that this machine does not have', async () => {
    expect(await run(['run', '--turns=1', '--host=192.0.2.1', '--port=0'])).toBe(2);
    expect(said).toMatch(/^error: --host 192\.0\.2\.1 --port 0: .*this machine has no address 192\.0\.2\.1\. Use 127\.0\.0\.1/);
    expect(existsSync(join(directory, 'logs'))).toBe(false);
  });
});
