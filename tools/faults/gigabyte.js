// Writes a gigabyte of journal, reads it, asks it and goes on with it: `node tools/faults/gigabyte.js [TURNS]`. Prints times and
// the most memory of each process, and exits 1 when something is lost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from '../build/build.js';

const COMMAND = fileURLToPath(new URL('../../apps/tradesim/bin/tradesim.js', import.meta.url));
const READER = fileURLToPath(new URL('../../packages/metrics/src/journal/fixtures/measured-reader.mjs', import.meta.url));
const FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'];
const turns = Number(process.argv[2] ?? 13_000);
const logs = mkdtempSync(join(tmpdir(), 'tradesim-gigabyte-'));

/** @param {string} what @param {readonly string[]} args @returns {Promise<string>} What it has said on stdout */
async function measured(what, args) {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  let mostKb = 0;
  const watch = setInterval(() => (mostKb = Math.max(mostKb, mostMemoryKb(child.pid))), 50);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  if (code !== 0) throw new Error(`${what}: expected exit code 0, got ${code}`);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`| ${what} | ${seconds} s | ${Math.round(mostKb / 1024)} MB |\n`);
  return said.trim();
}

/** @param {number | undefined} pid */
function mostMemoryKb(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** @typedef {{ attempts: number, journal: { files: { bytesWritten: number }[] } }} Summary */

await build();
process.stdout.write('| what | time | most memory |\n| --- | --: | --: |\n');
const run = [COMMAND, 'run', '--no-exporter', '--log-level', 'warn', '--log-dir', logs];
const setting = ['--seed', '7', '--set', 'companies.count=1000', '--set', 'suppliers.count=100', '--deterministic'];
const writing = [...run, ...setting, '--turns', String(turns), '--rotate-size', '64M', '--json'];
/** @type {Summary} */
const summary = JSON.parse(await measured(`write ${turns} turns`, writing));
const bytes = summary.journal.files.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
const onDisk = readdirSync(logs).reduce((sum, name) => sum + statSync(join(logs, name)).size, 0);
for (const file of FILES) await measured(`read ${file}`, [READER, logs, file]);
const asking = [COMMAND, 'query', 'select count(*) as n from transactions', '--log-dir', logs, '--format', 'json'];
/** @type {{ n: number }[]} */
const counted = JSON.parse(await measured('query: count of attempts', asking));
await measured('go on for 10 turns', [...run, '--resume', '--turns', String(turns + 10)]);
process.stdout.write(`${(bytes / 1e9).toFixed(2)} GB of journal, ${(onDisk / 1e9).toFixed(2)} GB on the disk when the run had ended\n`);
const attempts = Number(counted[0]?.n);
if (attempts !== summary.attempts) process.stdout.write(`expected ${summary.attempts} attempts, got ${attempts}\n`);
process.exitCode = attempts === summary.attempts ? 0 : 1;
rmSync(logs, { recursive: true });
