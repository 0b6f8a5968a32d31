// Runs the benchmarks that are named, or all of them, one after the other: `npm run bench -- client`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @type {Readonly<Record<string, URL>>} */
const BENCHMARKS = {
  turns: new URL('turns.mjs', import.meta.url),
  client: new URL('client/client.mjs', import.meta.url),
  services: new URL('services.mjs', import.meta.url),
  journal: new URL('journal.mjs', import.meta.url),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => BENCHMARKS[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`Benchmark: expected one of ${Object.keys(BENCHMARKS).join(', ')}, got ${unknown.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const scripts = Object.entries(BENCHMARKS).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  for (const [, script] of scripts) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(script)], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
