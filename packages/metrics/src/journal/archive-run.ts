import { constants } from 'node:fs';
import { lstat, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveName, runIdOfTime, safeRunId } from './archive-name.ts';
import { nodeFileSystem } from './file-system.ts';
import { faultCode, journalError } from './journal-errors.ts';
import { assertFileNames } from './journal-options.ts';
import { readFirstLine } from './line-scan.ts';
import { repairFile } from './repair.ts';

/**
 * Finds the id of a run in the first line of one of its files. Asked for each non-empty file, in the order of the file
 * names, until it returns an id; returning undefined or throwing means that this line has none.
 */
export type RunIdOf = (firstLine: string, fileName: string) => string | undefined;

/** What {@link archiveRun} did, with names relative to the directory. */
export interface ArchivedRun {
  /** The suffix the files got; undefined when there was nothing to rename. */
  readonly runId: string | undefined;
  /** The files whose end was torn, and how many bytes were cut off each. */
  readonly repaired: readonly { readonly file: string; readonly removedBytes: number }[];
  /** The files that were renamed, in the order given. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

interface FileOfRun {
  readonly name: string;
  readonly sizeBytes: number;
  readonly changedAtMs: number;
}

/**
 * Makes room for a new run: repairs what a former run left in `directory` (see `repairFile`), and renames each
 * non-empty `x.jsonl` to `x-<run id>.jsonl`. Empty and missing files are left alone, and so is what is no regular file.
 *
 * Where no line has a run id, the time of the last change stands in for it. An archive is never overwritten: while any
 * name is taken, all files of the run get `-2`, `-3`, … after the run id. When a rename fails, those done are undone.
 * Not to be used while a journal is open there.
 * @throws {MetricsError} ERR_JOURNAL when a file cannot be read, repaired or renamed.
 * @example
 * const runIdOf = (firstLine: string): string | undefined => /"runId":"([^"]+)"/.exec(firstLine)?.[1];
 * const { runId } = await archiveRun('logs', ['events.jsonl', 'metrics.jsonl'], runIdOf);
 */
export async function archiveRun(directory: string, fileNames: readonly string[], runIdOf: RunIdOf): Promise<ArchivedRun> {
  assertFileNames(fileNames);
  try {
    const left = await filesOfRun(directory, fileNames);
    const repaired = await repairAll(directory, left);
    const files = await filesOfRun(directory, fileNames);
    if (files.length === 0) return { runId: undefined, repaired, renamed: [] };
    const lastChangedAtMs = Math.max(...left.map((file) => file.changedAtMs));
    const found = (await findRunId(directory, files, runIdOf)) ?? runIdOfTime(lastChangedAtMs);
    const runId = await freeRunId(directory, fileNames, found);
    const renamed = files.map(({ name }) => ({ from: name, to: archiveName(name, runId) }));
    await renameAll(directory, renamed);
    return { runId, repaired, renamed };
  } catch (fault) {
    throw journalError(`Journal directory ${JSON.stringify(directory)}`, 'the files of the former run to be renamed', fault);
  }
}

async function filesOfRun(directory: string, fileNames: readonly string[]): Promise<FileOfRun[]> {
  const files: FileOfRun[] = [];
  for (const name of fileNames) {
    const status = await existing(stat(join(directory, name)));
    if (status === undefined || !status.isFile() || status.size === 0) continue;
    files.push({ name, sizeBytes: status.size, changedAtMs: status.mtimeMs });
  }
  return files;
}

async function repairAll(directory: string, files: readonly FileOfRun[]): Promise<ArchivedRun['repaired']> {
  const repaired = [];
  for (const { name } of files) {
    const { removedBytes } = await repairFile(join(directory, name));
    if (removedBytes > 0) repaired.push({ file: name, removedBytes });
  }
  return repaired;
}

async function findRunId(directory: string, files: readonly FileOfRun[], runIdOf: RunIdOf): Promise<string | undefined> {
  for (const { name, sizeBytes } of files) {
    const line = await firstLineOf(join(directory, name), sizeBytes);
    const runId = safeRunId(runIdOrNone(runIdOf, line, name) ?? '');
    if (runId !== undefined) return runId;
  }
  return undefined;
}

async function firstLineOf(path: string, sizeBytes: number): Promise<string> {
  const file = await nodeFileSystem.open(path, constants.O_RDONLY);
  try {
    return await readFirstLine(file, sizeBytes);
  } finally {
    await file.close();
  }
}

function runIdOrNone(runIdOf: RunIdOf, line: string, name: string): string | undefined {
  try {
    const runId: unknown = runIdOf(line, name);
    return typeof runId === 'string' ? runId : undefined;
  } catch {
    return undefined;
  }
}

/** The names of all files are to be free, also of those not renamed now, so that a suffix never joins two runs. */
async function freeRunId(directory: string, fileNames: readonly string[], runId: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? runId : `${runId}-${attempt}`;
    if (!(await isTaken(directory, fileNames, candidate))) return candidate;
  }
}

async function isTaken(directory: string, fileNames: readonly string[], runId: string): Promise<boolean> {
  for (const fileName of fileNames) {
    const name = archiveName(fileName, runId);
    if (fileNames.includes(name) || (await existing(lstat(join(directory, name)))) !== undefined) return true;
  }
  return false;
}

async function renameAll(directory: string, renames: ArchivedRun['renamed']): Promise<void> {
  const done: { from: string; to: string }[] = [];
  try {
    for (const { from, to } of renames) {
      await rename(join(directory, from), join(directory, to));
      done.push({ from, to });
    }
  } catch (fault) {
    // Where undoing fails as well, the first fault is the one to report.
    const undone = done.map(({ from, to }) => rename(join(directory, to), join(directory, from)));
    await Promise.allSettled(undone);
    throw fault;
  }
}

async function existing<Status>(status: Promise<Status>): Promise<Status | undefined> {
  try {
    return await status;
  } catch (fault) {
    if (faultCode(fault) === 'ENOENT') return undefined;
    throw fault;
  }
}
