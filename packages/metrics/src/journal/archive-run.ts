import { lstat, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveName, runIdOfTime, safeRunId } from './archive-name.ts';
import { firstLineOf } from './first-line.ts';
import { journalError } from './journal-errors.ts';
import { assertFileNames } from './journal-options.ts';
import { repairFile } from './repair.ts';
import { removeUnfinished } from './rotation.ts';
import { ifThere } from './segment-files.ts';
import { archivedSegments, parseSegmentName } from './segment-name.ts';
import { listSegments } from './segments.ts';

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
  /** The files that were renamed: in the order given, each after its segments. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** A journal file, with what has become of it. */
interface FileOfRun {
  readonly fileName: string;
  /** The live file and the segments that there are, the oldest first; none of them is empty. */
  readonly parts: readonly { readonly name: string; readonly isCompressed: boolean; readonly changedAtMs: number }[];
}

/**
 * Makes room for a new run: repairs what a former run left in `directory` (see `repairFile`), and renames each
 * non-empty `x.jsonl` to `x-<run id>.jsonl`, and before it its segments. Empty and missing files are left alone, and so is what is no regular file.
 *
 * The first line of a file is that of its oldest segment. Where no line has a run id, the time of the last change stands in for it. An archive is never overwritten: while any
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
    const lastChangedAtMs = Math.max(...left.flatMap(({ parts }) => parts.map(({ changedAtMs }) => changedAtMs)));
    const found = (await findRunId(directory, files, runIdOf)) ?? runIdOfTime(lastChangedAtMs);
    const runId = await freeRunId(directory, fileNames, found);
    const renamed = files.flatMap((file) => renamesOf(file, runId));
    await renameAll(directory, renamed);
    return { runId, repaired, renamed };
  } catch (fault) {
    throw journalError(`Journal directory ${JSON.stringify(directory)}`, 'the files of the former run to be renamed', fault);
  }
}

async function filesOfRun(directory: string, fileNames: readonly string[]): Promise<FileOfRun[]> {
  const files: FileOfRun[] = [];
  if ((await ifThere(stat(directory))) === undefined) return files;
  for (const fileName of fileNames) {
    await removeUnfinished(directory, fileName);
    const segments = await listSegments(directory, fileName);
    const parts = segments.map(({ name, isCompressed, modifiedAtMs }) => ({ name, isCompressed, changedAtMs: modifiedAtMs }));
    const live = await ifThere(stat(join(directory, fileName)));
    if (live?.isFile() === true && live.size > 0) parts.push({ name: fileName, isCompressed: false, changedAtMs: live.mtimeMs });
    if (parts.length > 0) files.push({ fileName, parts });
  }
  return files;
}

async function repairAll(directory: string, files: readonly FileOfRun[]): Promise<ArchivedRun['repaired']> {
  const repaired = [];
  for (const { fileName, parts } of files) {
    if (parts.at(-1)!.name !== fileName) continue;
    const { removedBytes } = await repairFile(join(directory, fileName));
    if (removedBytes > 0) repaired.push({ file: fileName, removedBytes });
  }
  return repaired;
}

/** Segments first: a reader that follows takes what has not been renamed yet for the next run. */
function renamesOf({ fileName, parts }: FileOfRun, runId: string): ArchivedRun['renamed'] {
  const names = parts.map(({ name }) => name);
  const segments = archivedSegments(names, fileName, runId);
  return names.includes(fileName) ? [...segments, { from: fileName, to: archiveName(fileName, runId) }] : segments;
}

async function findRunId(directory: string, files: readonly FileOfRun[], runIdOf: RunIdOf): Promise<string | undefined> {
  for (const { fileName, parts } of files) {
    const { name, isCompressed } = parts[0]!;
    const line = await firstLineOf(join(directory, name), isCompressed).catch(() => undefined);
    const runId = line === undefined ? undefined : safeRunId(runIdOrNone(runIdOf, line, fileName) ?? '');
    if (runId !== undefined) return runId;
  }
  return undefined;
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
  const names = await readdir(directory);
  for (const fileName of fileNames) {
    const archived = archiveName(fileName, runId);
    const isSegmentThere = names.some((name) => parseSegmentName(archived, name) !== undefined);
    if (isSegmentThere || fileNames.includes(archived) || (await ifThere(lstat(join(directory, archived)))) !== undefined) return true;
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
