// The one way the workspace is built: by `npm run build`, the set-up of the tests, and the `tradesim` command in a clone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.js';
import { forgetBuild, isBuilt, projectsOf, rememberBuild, sourceDigest } from './source-state.js';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));
const STDERR = 2;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM']);

/**
 * Builds the packages and applications with `tsc -b` unless their output is up to date. One process builds at a time; the others wait.
 * @param {object} [options]
 * @param {string} [options.root] The workspace; by default the one this file is in.
 * @param {number} [options.outputFd] File descriptor that gets the messages, the compiler's included; by default stderr.
 * @returns {Promise<boolean>} Whether the output belongs to the sources; false after a compiler error.
 */
export async function build({ root = WORKSPACE, outputFd = STDERR } = {}) {
  if (isBuilt(root)) return true;
  const lockFile = join(root, '.cache', 'build', 'lock');
  return withLock(lockFile, async () => isBuilt(root) || uninterrupted(() => compileAll(root, outputFd)));
}

/** @param {string} root @param {number} outputFd @returns {Promise<boolean>} */
async function compileAll(root, outputFd) {
  const digest = sourceDigest(root);
  forgetBuild(root);
  writeSync(outputFd, 'Building the sources (tsc -b).\n');
  const succeeded = await compile(root, outputFd);
  if (succeeded) rememberBuild(root, digest);
  return succeeded;
}

/** @param {string} root @param {number} outputFd @returns {Promise<boolean>} */
async function compile(root, outputFd) {
  const compiler = createRequire(join(root, 'package.json')).resolve('typescript/package.json');
  const command = [join(dirname(compiler), 'bin', 'tsc'), '-b', ...projectsOf(root)];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', outputFd, outputFd] });
  const [status] = await once(child, 'exit');
  return status === 0;
}

/**
 * Runs `work` to its end and lets a signal that arrives meanwhile take effect then: what the compiler writes is whole.
 * @param {() => Promise<boolean>} work
 * @returns {Promise<boolean>}
 */
async function uninterrupted(work) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @param {NodeJS.Signals} signal */
  const hold = (signal) => {
    received = signal;
  };
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
