/**
 * Checkpoints: the whole state of a run at the end of a turn, economy and metrics together, from which it can go on. Each is
 * a file of its own, `checkpoint.000537.json.gz` for turn 537, which is there whole or not at all.
 */
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { listSegments, nodeFileSystem } from '@tradesim/metrics/journal';
import type { SavedServices } from '@tradesim/metrics/services';
import type { EconomyState } from '../domain/economy-state.ts';
import type { JournalFileName } from './journal-files.ts';
import type { RunManifest } from './run-manifest.ts';

/** The name that checkpoints share; they are numbered by turn, as segments are. */
export const CHECKPOINT_FILE = 'checkpoint.json';
/** How many are kept. */
const MAX_CHECKPOINTS = 32;
const MIN_DIGITS = 6;
const LEVEL = 1;

export interface Checkpoint extends RunManifest {
  readonly turn: number;
  /** The `seq` of the last record of each file up to this turn; 0 where there is none. */
  readonly seq: Readonly<Record<JournalFileName, number>>;
  readonly attempts: number;
  readonly transactions: number;
  readonly economy: EconomyState;
  readonly services: SavedServices;
}

/** Brings a checkpoint to the disk. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const name = nameOf(checkpoint.turn);
  const unfinished = join(directory, `${name}.tmp`);
  const bytes = await promisify(gzip)(`${JSON.stringify(checkpoint)}\n`, { level: LEVEL });
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(directory, name));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw error;
  }
  await nodeFileSystem.syncDirectory(directory);
}

/** Returns the turns of the checkpoints that there are, in their order. */
export async function checkpointTurns(directory: string): Promise<readonly number[]> {
  return (await listSegments(directory, CHECKPOINT_FILE)).map(({ number }) => number);
}

/** Returns a checkpoint, or what is wrong with it. */
export async function readCheckpoint(directory: string, turn: number): Promise<Checkpoint | Error> {
  try {
    const text = await promisify(gunzip)(await readFile(join(directory, nameOf(turn))));
    const checkpoint = JSON.parse(text.toString('utf8')) as Checkpoint;
    return checkpoint.turn === turn ? checkpoint : new Error(`expected turn ${turn}, got ${checkpoint.turn}`);
  } catch (error) {
    return error as Error;
  }
}

/**
 * Removes checkpoints that nothing can go on from, because records after them are gone, and those that stand closest
 * together where there are too many. The newest two stay.
 * @param firstWholeTurn the turn after which all records are kept
 */
export async function tidyCheckpoints(directory: string, firstWholeTurn: number): Promise<void> {
  const turns = await checkpointTurns(directory);
  const kept = new Set(keptTurns(turns, firstWholeTurn));
  for (const turn of turns) if (!kept.has(turn)) await rm(join(directory, nameOf(turn)), { force: true });
}

/** Returns the turns whose checkpoints are kept. */
export function keptTurns(turns: readonly number[], firstWholeTurn: number, limit: number = MAX_CHECKPOINTS): readonly number[] {
  const newest = turns.slice(-2);
  const kept = turns.slice(0, -2).filter((turn) => turn >= firstWholeTurn);
  while (kept.length + newest.length > limit) kept.splice(mostCrowded([...kept, ...newest]), 1);
  return [...kept, ...newest];
}

/** The place, between the first and the newest two, whose neighbours are closest to each other. */
function mostCrowded(turns: readonly number[]): number {
  let place = 1;
  for (let i = 1; i < turns.length - 2; i++) {
    if (turns[i + 1]! - turns[i - 1]! < turns[place + 1]! - turns[place - 1]!) place = i;
  }
  return place;
}

/** Removes what a process has left that ended while it wrote one. */
export async function removeUnfinishedCheckpoints(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (/^checkpoint\.\d+\.json\.gz\.tmp$/.test(name)) await rm(join(directory, name), { force: true });
  }
}

function nameOf(turn: number): string {
  return `checkpoint.${String(turn).padStart(MIN_DIGITS, '0')}.json.gz`;
}
