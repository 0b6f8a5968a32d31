// A run that is killed at a moment, and goes on: what it had shown and lost, and whether its journal ends up as that of a
// run that was never killed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../apps/tradesim/bin/tradesim.js', import.meta.url));
const FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'];
const TURNS_AFTERWARDS = 50;

/** @typedef {{ directory: string, seed: number, durability: string, afterMs: number }} Round An empty directory; when to kill, counted from the first scrape */
/** @typedef {{ turnsKept: number, turnsLost: number, lostAfterMs: number, tornFiles: number, isSame: boolean }} Outcome Turns that were shown and are not on the disk, and for how long the first of them had been shown */

/** @param {Round} round @returns {Promise<Outcome>} */
export async function killRound({ directory, seed, durability, afterMs }) {
  const { lastRecord } = await import('@tradesim/metrics/journal');
  const logs = join(directory, 'killed');
  const setting = ['--seed', String(seed), '--deterministic', '--pace', 'max', '--durability', durability];
  const shown = await shownUntilKilled(['run', ...setting, '--rotate-size', '1M', '--keep-size', 'none', '--log-dir', logs], afterMs);
  const tornFiles = FILES.filter((file) => isTorn(join(logs, file))).length;
  const turns = await Promise.all(FILES.map(async (file) => Number((await lastRecord(logs, file))?.['turn'] ?? 0)));
  const turnsKept = Math.max(...turns);
  const firstLost = shown.scrapes.find(({ turn }) => turn > turnsKept);
  const end = String(turnsKept + TURNS_AFTERWARDS);
  const whole = join(directory, 'whole');
  await succeed(['run', ...setting, '--resume', '--turns', end, '--no-exporter', '--log-dir', logs]);
  await succeed(['run', ...setting, '--turns', end, '--no-exporter', '--log-dir', whole]);
  const digests = await Promise.all([logs, whole].map(digestOf));
  return {
    turnsKept,
    turnsLost: firstLost === undefined ? 0 : Number(shown.scrapes.at(-1)?.turn) - turnsKept,
    lostAfterMs: firstLost === undefined ? 0 : shown.killedAt - firstLost.at,
    tornFiles,
    isSame: digests[0] === digests[1],
  };
}

/**
 * Scrapes without a break, and kills.
 * @param {readonly string[]} args @param {number} afterMs
 */
async function shownUntilKilled(args, afterMs) {
  const child = spawn(process.execPath, [COMMAND, ...args, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const url = await urlOf(child.stderr);
  /** @type {{ at: number, turn: number }[]} */
  const scrapes = [];
  const begin = performance.now();
  while (performance.now() - begin < afterMs || scrapes.length === 0) {
    const text = await (await fetch(`${url}/metrics?name[]=tradesim_turn`)).text();
    const turn = /^tradesim_turn (\d+)$/m.exec(text)?.[1];
    if (turn !== undefined) scrapes.push({ at: performance.now(), turn: Number(turn) });
  }
  const killedAt = performance.now();
  child.kill('SIGKILL');
  await exited;
  return { scrapes, killedAt };
}

/** @param {import('node:stream').Readable} stderr @returns {Promise<string>} */
async function urlOf(stderr) {
  let said = '';
  for await (const text of stderr.setEncoding('utf8')) {
    said += text;
    const url = /Metrics (http:\S+)\/metrics/.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`The application ended before it served:\n${said}`);
}

/** @param {readonly string[]} args */
async function succeed(args) {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`tradesim ${args.join(' ')}: expected exit code 0, got ${code}:\n${said}`);
}

/** @param {string} path Of a live file, which is not there for a moment in a rotation. */
function isTorn(path) {
  if (!existsSync(path)) return false;
  const content = readFileSync(path);
  return content.length > 0 && content.at(-1) !== 0x0a;
}

/** @param {string} directory @returns {Promise<string>} Of the records of all files, over their segments. */
async function digestOf(directory) {
  const { readJournalLines } = await import('@tradesim/metrics/journal');
  const hash = createHash('sha256').update(readdirSync(directory).includes('journal.lock') ? 'locked' : '');
  for (const file of FILES) for await (const line of readJournalLines(directory, file)) hash.update(`${line}\n`);
  return hash.digest('hex');
}
