import { basename } from 'node:path';
import { MetricsError, quoted } from '../model/errors.ts';
import { nodeFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { assertLimits } from './retention.ts';
import type { RetentionLimits, RotationLimits } from './retention.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;
const DURABILITIES: ReadonlySet<string> = new Set<Durability>(['none', 'interval', 'turn']);

/**
 * When records are brought to the disk (fsync), and so what the death of the machine loses:
 * - `none`: when the system does it, half a minute later or so, and at `close()`
 * - `interval`: with each write, so that at most those of `flushIntervalMs` and one write are lost
 * - `turn`: when `durable()` is awaited; what was appended before it resolves is not lost
 *
 * The death of the process alone loses what was appended in the last `flushIntervalMs`; with `turn`, nothing that was
 * durable.
 */
export type Durability = 'none' | 'interval' | 'turn';

/** How a journal writes, and who learns that it cannot. */
export interface JournalOptions {
  /**
   * A file is written as soon as this many bytes are buffered for it.
   * @default 262_144 (256 KiB)
   */
  readonly flushBytes?: number;
  /**
   * A file is written at the latest this many milliseconds after the first unwritten record, provided that the event
   * loop runs. This is what a killed process loses.
   * @default 100
   */
  readonly flushIntervalMs?: number;
  /**
   * Above this many buffered bytes, over all files, the journal is full and the producer is to await `ready()`.
   * @default 4_194_304 (4 MiB)
   */
  readonly maxBufferedBytes?: number;
  /**
   * When records are brought to the disk.
   * @default 'interval'
   */
  readonly durability?: Durability;
  /**
   * Called at most once, when the first write fails: an `ERR_JOURNAL` that names the file, with the error of the file
   * system as its `cause`. What it throws is an uncaught exception, not a rejection of a method of the journal.
   */
  readonly onFailure?: (error: MetricsError) => void;
  /**
   * When a live file is closed as a segment, `x.000001.jsonl`, and a new one is begun. Looked at before each write.
   * @default never
   */
  readonly rotation?: RotationLimits | undefined;
  /**
   * Which closed segments are kept, per file. Looked at when one is closed, and when the journal is opened. Needs `rotation`.
   * @default all
   */
  readonly retention?: RetentionLimits;
  /**
   * Whether closed segments are compressed, to `x.000001.jsonl.gz`.
   * @default true
   */
  readonly compress?: boolean;
  /** @default `nodeFileSystem`, the real disk */
  readonly fileSystem?: FileSystem;
}

/** Options with their defaults. */
export interface EffectiveJournalOptions extends Required<Omit<JournalOptions, 'rotation'>> {
  readonly rotation: RotationLimits | undefined;
}

/**
 * Fills in the defaults.
 * @throws {MetricsError} ERR_JOURNAL when a number is not whole and positive.
 */
export function effectiveOptions(options: JournalOptions): EffectiveJournalOptions {
  const { rotation, retention = {} } = options;
  assertLimits('rotation', rotation ?? {});
  assertLimits('retention', retention);
  if (rotation === undefined && Object.keys(retention).length > 0) throw retentionWithoutRotation();
  return {
    flushBytes: positiveInteger('flushBytes', options.flushBytes ?? 256 * 1024, Number.MAX_SAFE_INTEGER),
    flushIntervalMs: positiveInteger('flushIntervalMs', options.flushIntervalMs ?? 100, MAX_TIMER_MS),
    maxBufferedBytes: positiveInteger('maxBufferedBytes', options.maxBufferedBytes ?? 4 * 1024 * 1024, Number.MAX_SAFE_INTEGER),
    durability: checkedDurability(options.durability ?? 'interval'),
    onFailure: options.onFailure ?? (() => {}),
    rotation,
    retention,
    compress: options.compress ?? true,
    fileSystem: options.fileSystem ?? nodeFileSystem,
  };
}

function retentionWithoutRotation(): MetricsError {
  const problem = 'Journal option retention: expected the option rotation beside it, as only closed segments can be removed, got none.';
  return new MetricsError('ERR_JOURNAL', `${problem} Give rotation: { maxBytes: 64 * 1024 * 1024 }.`);
}

/**
 * Checks the names of the files of a journal: inside its directory, and each once.
 * @throws {MetricsError} ERR_JOURNAL
 */
export function assertFileNames(fileNames: readonly string[]): void {
  for (const [index, name] of fileNames.entries()) {
    const isPlain = name !== '' && name !== '.' && name !== '..' && basename(name) === name;
    if (!isPlain) throw fileNameError('a plain name inside the directory', name);
    if (fileNames.indexOf(name) !== index) throw fileNameError('each name once', name);
  }
}

function fileNameError(rule: string, name: string): MetricsError {
  const recipe = 'Give names such as "metrics.jsonl".';
  return new MetricsError('ERR_JOURNAL', `Journal file names: expected ${rule}, got ${quoted(name)}. ${recipe}`);
}

function positiveInteger(option: string, value: number, max: number): number {
  if (Number.isInteger(value) && value > 0 && value <= max) return value;
  const rule = `a whole number from 1 to ${max}`;
  const recipe = 'Leave it out for the default.';
  throw new MetricsError('ERR_JOURNAL', `Journal option ${option}: expected ${rule}, got ${quoted(value)}. ${recipe}`);
}

function checkedDurability(durability: Durability): Durability {
  if (DURABILITIES.has(durability)) return durability;
  const rule = `one of ${[...DURABILITIES].join(', ')}`;
  throw new MetricsError('ERR_JOURNAL', `Journal option durability: expected ${rule}, got ${quoted(durability)}.`);
}
