import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from './debian.ts';
import type { CommandResult, DebianHost } from './debian.ts';

let stateDirectory: string;

beforeEach(() => {
  stateDirectory = join(mkdtempSync(join(tmpdir(), 'debian-test-')), 'state');
});

afterEach(() => rmSync(join(stateDirectory, '..'), { recursive: true }));

interface FakeHost extends DebianHost {
  /** The calls of apt-get, without the options that all of them have. */
  readonly aptGet: string[];
  readonly logged: string[];
}

function fakeHost(options: { installed?: string[]; installs?: CommandResult } & Partial<DebianHost> = {}): FakeHost {
  const { installed = [], installs = { exitCode: 0, output: '' }, ...host } = options;
  const aptGet: string[] = [];
  const logged: string[] = [];
  const run = (command: string, args: readonly string[]): Promise<CommandResult> => {
    const name = args.at(-1)!;
    if (command === 'dpkg-query')
      return Promise.resolve(installed.includes(name) ? { exitCode: 0, output: 'install ok installed' } : { exitCode: 1, output: '' });
    aptGet.push(args.slice(3).join(' '));
    if (name === 'update') return Promise.resolve({ exitCode: 0, output: '' });
    if (installs.exitCode === 0) installed.push(name);
    return Promise.resolve(installs);
  };
  return {
    env: {},
    isDebian: true,
    isRoot: true,
    stateDirectory,
    run,
    log: (message) => void logged.push(message),
    aptGet,
    logged,
    ...host,
  };
}

describe('missingDebianPackage', () => {
  it('asks nothing of apt-get when the package is there', async () => {
    const host = fakeHost({ installed: ['prometheus'], env: { TRADESIM_NO_INSTALL: '1' }, isRoot: false });
    expect(await missingDebianPackage('prometheus', host)).toBeUndefined();
    expect(host.aptGet).toEqual([]);
  });

  it('installs a missing package as root on Debian, and says so', async () => {
    const host = fakeHost();
    expect(await missingDebianPackage('prometheus', host)).toBeUndefined();
    expect(host.aptGet).toEqual(['update', 'install -y --no-install-recommends prometheus']);
    expect(host.logged).toEqual(['Installing the Debian package prometheus with apt-get.']);
  });

  it('installs once when several ask at the same time, and updates once for several packages', async () => {
    const host = fakeHost();
    await Promise.all(['prometheus', 'prometheus', 'hello', 'prometheus'].map((name) => missingDebianPackage(name, host)));
    expect(host.aptGet.toSorted()).toEqual([
      'install -y --no-install-recommends hello',
      'install -y --no-install-recommends prometheus',
      'update',
    ]);
  });

  it('gives the last line of apt-get as the reason, and does not try again', async () => {
    const host = fakeHost({ installs: { exitCode: 100, output: 'Reading package lists...\nE: Unable to locate package prometheus\n' } });
    const reason = 'apt-get could not install the Debian package prometheus: E: Unable to locate package prometheus';
    expect(await missingDebianPackage('prometheus', host)).toBe(reason);
    expect(await missingDebianPackage('prometheus', host)).toBe(reason);
    expect(host.aptGet).toEqual(['update', 'install -y --no-install-recommends prometheus']);
    expect(host.logged.at(-1)).toBe(`Tests are skipped: ${reason}`);
  });

  it.each([
    ['TRADESIM_NO_INSTALL=1', { env: { TRADESIM_NO_INSTALL: '1' } }, 'TRADESIM_NO_INSTALL=1 forbids to install it.'],
    ['another system', { isDebian: false }, 'this is not Debian.'],
    ['another user', { isRoot: false }, 'only root can install it.'],
  ])('skips with a reason under %s, and fails with it under CI=true', async (_, given: Partial<DebianHost>, why) => {
    const reason = `The Debian package prometheus is not installed, and ${why}`;
    const host = fakeHost(given);
    expect(await missingDebianPackage('prometheus', host)).toBe(reason);
    expect(host.logged).toEqual([`Tests are skipped: ${reason}`]);
    expect(host.aptGet).toEqual([]);
    const ci = fakeHost({ ...given, env: { ...given.env, CI: 'true' } });
    await expect(missingDebianPackage('prometheus', ci)).rejects.toThrow(`${reason} With CI=true, tests are not skipped.`);
  });
});
