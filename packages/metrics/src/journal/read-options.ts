import type { CollectorSignal } from '../model/abort-signal.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { JournalCorruption } from './corruption.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;

/** A place between two records of a run, good until the run is archived. */
export interface JournalPosition {
  /** The number of the segment; the live file has the one after the newest. */
  readonly segment: number;
  /** Of the next record, from 1, in the segment. */
  readonly line: number;
  /** Where the next record begins in the segment, in bytes of uncompressed text. */
  readonly offset: number;
}

/** How a journal is read. */
export interface ReadJournalOptions {
  /**
   * What cannot be read ends the reading with a `JournalCorruptionError` (`throw`), or is left out (`skip`).
   * @default 'throw'
   */
  readonly onCorrupt?: 'throw' | 'skip';
  /** Called with each place that is left out, after the records before it and before those behind it. */
  readonly onSkip?: (corruption: JournalCorruption) => void;
  /**
   * Where to begin: with the oldest record there is, with what is written from now on, or where another reading was.
   * @default 'start'
   */
  readonly from?: 'start' | 'end' | JournalPosition;
  /**
   * Whether to go on as the file is written and rotated, and with the next run after it, until `signal` is aborted.
   * @default false
   */
  readonly follow?: boolean;
  /** Ends the reading without an error. */
  readonly signal?: CollectorSignal;
  /**
   * How often to look for new records, in milliseconds, once all have been read.
   * @default 100
   */
  readonly pollIntervalMs?: number;
  /**
   * A longer line, without its newline, is corrupt. Bounds the memory.
   * @default 16_777_216 (16 MiB)
   */
  readonly maxLineBytes?: number;
}

/** Options with their defaults. */
export type EffectiveReadOptions = Required<Omit<ReadJournalOptions, 'signal'>> & { readonly signal: CollectorSignal | undefined };

/**
 * Fills in the defaults.
 * @throws {MetricsError} ERR_JOURNAL for a wrong option
 */
export function effectiveReadOptions(options: ReadJournalOptions): EffectiveReadOptions {
  const { onCorrupt = 'throw', onSkip = () => {}, from = 'start', follow = false, signal } = options;
  if (onCorrupt !== 'throw' && onCorrupt !== 'skip') throw optionError('onCorrupt', "'throw' or 'skip'", onCorrupt);
  if (!isStart(from)) throw optionError('from', "'start', 'end' or the position of a reading", from);
  return {
    onCorrupt,
    onSkip,
    from,
    follow,
    signal,
    pollIntervalMs: positiveInteger('pollIntervalMs', options.pollIntervalMs ?? 100, MAX_TIMER_MS),
    maxLineBytes: positiveInteger('maxLineBytes', options.maxLineBytes ?? 16 * 1024 * 1024, 2 ** 30),
  };
}

function isStart(from: unknown): from is EffectiveReadOptions['from'] {
  if (typeof from !== 'object' || from === null) return from === 'start' || from === 'end';
  const { segment, line, offset } = from as Partial<JournalPosition>;
  return isWhole(segment, 1) && isWhole(line, 1) && isWhole(offset, 0);
}

function isWhole(value: unknown, min: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min;
}

function positiveInteger(option: string, value: number, max: number): number {
  if (isWhole(value, 1) && value <= max) return value;
  throw optionError(option, `a whole number from 1 to ${max}`, value);
}

function optionError(option: string, rule: string, value: unknown): MetricsError {
  return new MetricsError('ERR_JOURNAL', `Journal option ${option}: expected ${rule}, got ${quoted(value)}. Leave it out for the default.`);
}
