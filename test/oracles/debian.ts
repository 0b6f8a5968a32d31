/**
 * Debian packages whose tools judge what this repository writes. A package that is missing is installed where that is
 * possible: on Debian, as root, unless TRADESIM_NO_INSTALL=1. Where it is not, the tests that need it are skipped and
 * say why; with CI=true they fail instead.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDirectoryLock } from './directory-lock.ts';

/** How long the outcome of apt-get is remembered, so that one run of the tests asks it once. */
const REMEMBERED_MS = 10 * 60_000;

export interface CommandResult {
  readonly exitCode: number;
  /** What the command wrote to stdout and stderr. */
  readonly output: string;
}

/** The machine, as far as installing a package depends on it. */
export interface DebianHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isDebian: boolean;
  readonly isRoot: boolean;
  /** Where the lock and the outcomes of earlier attempts are kept. */
  readonly stateDirectory: string;
  run(command: string, args: readonly string[]): Promise<CommandResult>;
  log(message: string): void;
}

/**
 * Makes sure that a Debian package is installed. Returns undefined when it is, otherwise the reason why not.
 * @throws {Error} with that reason when CI=true
 * @example
 * const missing = await missingDebianPackage('prometheus');
 * beforeEach(({ skip }) => skip(missing !== undefined, missing));
 */
export async function missingDebianPackage(name: string, host: DebianHost = thisHost()): Promise<string | undefined> {
  if (await isInstalled(name, host)) return undefined;
  const reason = obstacle(name, host) ?? (await withDirectoryLock(join(host.stateDirectory, 'lock'), () => install(name, host)));
  if (reason === undefined) return undefined;
  if (host.env['CI'] === 'true') throw new Error(`${reason} With CI=true, tests are not skipped.`);
  host.log(`Tests are skipped: ${reason}`);
  return reason;
}

function obstacle(name: string, host: DebianHost): string | undefined {
  const missing = `The Debian package ${name} is not installed, and`;
  if (host.env['TRADESIM_NO_INSTALL'] === '1') return `${missing} TRADESIM_NO_INSTALL=1 forbids to install it.`;
  if (!host.isDebian) return `${missing} this is not Debian.`;
  return host.isRoot ? undefined : `${missing} only root can install it.`;
}

async function isInstalled(name: string, host: DebianHost): Promise<boolean> {
  const { exitCode, output } = await host.run('dpkg-query', ['--show', '--showformat=${Status}', name]);
  return exitCode === 0 && output.includes('install ok installed');
}

async function install(name: string, host: DebianHost): Promise<string | undefined> {
  if (await isInstalled(name, host)) return undefined;
  const earlier = recall(`failed-${name}`, host);
  if (earlier !== undefined) return earlier;
  host.log(`Installing the Debian package ${name} with apt-get.`);
  if (recall('updated', host) === undefined) {
    await aptGet(['update'], host);
    remember('updated', '', host);
  }
  const { exitCode, output } = await aptGet(['install', '-y', '--no-install-recommends', name], host);
  if (exitCode === 0) return undefined;
  const reason = `apt-get could not install the Debian package ${name}: ${output.trim().split('\n').at(-1)}`;
  remember(`failed-${name}`, reason, host);
  return reason;
}

function aptGet(args: readonly string[], host: DebianHost): Promise<CommandResult> {
  return host.run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args]);
}

function remember(file: string, text: string, { stateDirectory }: DebianHost): void {
  mkdirSync(stateDirectory, { recursive: true });
  writeFileSync(join(stateDirectory, file), text);
}

function recall(file: string, { stateDirectory }: DebianHost): string | undefined {
  const path = join(stateDirectory, file);
  if (!existsSync(path) || Date.now() - statSync(path).mtimeMs > REMEMBERED_MS) return undefined;
  return readFileSync(path, 'utf8');
}

function thisHost(): DebianHost {
  const user = process.getuid?.();
  return {
    env: process.env,
    isDebian: existsSync('/etc/debian_version'),
    isRoot: user === 0,
    stateDirectory: join(tmpdir(), `tradesim-debian-${user}`),
    run: runCommand,
    log: (message) => void process.stderr.write(`${message}\n`),
  };
}

function runCommand(command: string, args: readonly string[]): Promise<CommandResult> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return new Promise((resolve) => {
    const child = execFile(command, [...args], { env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : (child.exitCode ?? 1), output: stdout + stderr });
    });
  });
}
