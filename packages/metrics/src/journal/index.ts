export { archiveRun } from './archive-run.ts';
export type { ArchivedRun, RunIdOf } from './archive-run.ts';
export { JournalCorruptionError } from './corruption.ts';
export type { CorruptionReason, JournalCorruption } from './corruption.ts';
export { lockDirectory } from './directory-lock.ts';
export type { DirectoryLock } from './directory-lock.ts';
export { DirectoryLockedError } from './directory-locked-error.ts';
export type { LockHolder } from './directory-locked-error.ts';
export { bytesPerDay } from './disk-use.ts';
export type { DiskUse } from './disk-use.ts';
export { nodeFileSystem } from './file-system.ts';
export type { FileSystem } from './file-system.ts';
export type { JournalFileStatistics } from './journal-file.ts';
export type { Durability, JournalOptions } from './journal-options.ts';
export { readJournal, readJournalLines } from './journal-reader.ts';
export type { JournalReading } from './journal-reader.ts';
export { Journal } from './journal.ts';
export type { JournalFailure, JournalState, JournalStatistics } from './journal.ts';
export { lastRecord } from './last-record.ts';
export type { FileStatus, OpenFile } from './open-file.ts';
export type { JournalPosition, ReadJournalOptions } from './read-options.ts';
export { bytesOfRecords } from './record-lines.ts';
export type { NumberColumn, RecordColumns } from './record-lines.ts';
export { RecordShape } from './record-shape.ts';
export type {
  ChoiceField,
  ColumnField,
  ConstantField,
  LiteralField,
  NumberField,
  ObjectField,
  RecordField,
  RecordFields,
  SequenceField,
} from './record-shape.ts';
export type { JournalRecord } from './record-text.ts';
export { repairFile, takeBackLast } from './repair.ts';
export type { Repair } from './repair.ts';
export type { RetentionLimits, RotationLimits } from './retention.ts';
export { listSegments } from './segments.ts';
export type { Segment } from './segments.ts';
export type { ReadableFile, ReadableFiles, SegmentFiles, SegmentStatus } from './segment-files.ts';
export { WorkerJournal } from './worker-journal.ts';
export type { WhenFull, WorkerJournalOptions } from './worker-journal.ts';
