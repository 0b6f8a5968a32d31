// Kills runs at random moments and has them go on: `node tools/faults/kill-rounds.js [ROUNDS] [SEED]`. Prints what was lost with
// each durability, and exits 1 when a run did not go on as if nothing had happened, or lost more than was chosen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build } from '../build/build.js';
import { killRound } from './kill-round.js';

/** What may have been shown for so long and be lost: the interval, and as much again for a write and an fsync under way. */
const MAX_LOST_MS = new Map([
  ['none', 200],
  ['interval', 200],
  ['turn', 0],
]);
const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));

await build();
process.stdout.write(`${rounds} rounds, seed ${seed}\n`);
/** @type {Map<string, import('./kill-round.js').Outcome[]>} */
const outcomes = new Map([...MAX_LOST_MS.keys()].map((durability) => [durability, []]));
for (let round = 0; round < rounds; round++) {
  const directory = mkdtempSync(join(tmpdir(), 'tradesim-kill-'));
  const [durability, list] = [...outcomes][round % outcomes.size] ?? ['none', []];
  const runSeed = (seed + round) % 2 ** 32;
  // Golden ratio: moments spread evenly from nothing to 0.8 s.
  const afterMs = ((runSeed * 0.618_034) % 1) * 800;
  const outcome = await killRound({ directory, seed: runSeed, durability, afterMs });
  list.push(outcome);
  if (!outcome.isSame) process.stdout.write(`round ${round}, seed ${runSeed}, ${durability}, after ${afterMs} ms: another journal\n`);
  rmSync(directory, { recursive: true });
}

let hasFailed = false;
process.stdout.write(
  '| durability | rounds | torn files | turns shown and lost, most | lost after ms, most | went on the same |\n| --- | --: | --: | --: | --: | --: |\n',
);
for (const [durability, list] of outcomes) {
  /** @param {(outcome: import('./kill-round.js').Outcome) => number} figure */
  const most = (figure) => Math.max(0, ...list.map(figure));
  const same = list.filter(({ isSame }) => isSame).length;
  const lostMs = most(({ lostAfterMs }) => lostAfterMs);
  hasFailed ||= same < list.length || lostMs > Number(MAX_LOST_MS.get(durability));
  const torn = list.reduce((sum, { tornFiles }) => sum + tornFiles, 0);
  const cells = [durability, list.length, torn, most(({ turnsLost }) => turnsLost), lostMs.toFixed(0), same];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
process.exitCode = hasFailed ? 1 : 0;
