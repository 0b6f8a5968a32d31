// The peers, in exact versions, in a directory of their own: they are no dependencies of the workspace, and two of them
// refuse Node 20 although they run on it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('../../.cache/bench/peers', import.meta.url));

/** @type {Readonly<Record<string, string>>} */
const VERSIONS = {
  'prom-client': '15.1.3',
  '@prometheus-io/client': '0.16.1',
  '@opentelemetry/api': '1.10.0',
  '@opentelemetry/sdk-metrics': '3.1.0',
  '@opentelemetry/exporter-prometheus': '0.301.0',
  'simple-statistics': '7.12.1',
};

/**
 * Installs what is missing or of another version.
 * @throws {Error} When npm cannot install them, for example without a network.
 */
export function fetchPeers() {
  const packages = Object.entries(VERSIONS);
  if (packages.every(([name, version]) => installedVersion(name) === version)) return;
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(join(DIRECTORY, 'package.json'), '{ "private": true }\n');
  const flags = [
    '--no-save',
    '--no-package-lock',
    '--engine-strict=false',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const names = packages.map(([name, version]) => `${name}@${version}`);
  const { status } = spawnSync('npm', ['install', '--prefix', DIRECTORY, ...flags, ...names], {
    cwd: DIRECTORY,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error(`Peers: npm could not install ${names.join(', ')}. Without them: BENCH_SUBJECTS=tradesim,float64array.`);
}

/**
 * Loads a peer as CommonJS.
 * @param {string} name
 */
export function loadPeer(name) {
  return createRequire(join(DIRECTORY, 'package.json'))(name);
}

/**
 * @param {string} name
 * @returns {string} The version that is measured.
 */
export function peerVersion(name) {
  return VERSIONS[name] ?? 'unknown';
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function installedVersion(name) {
  try {
    return JSON.parse(readFileSync(join(DIRECTORY, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}
