/** What the two threads of a journal say to each other. */
import type { EffectiveJournalOptions } from './journal-options.ts';
import type { JournalFailure, JournalStatistics } from './journal.ts';
import type { WrittenField } from './record-shape.ts';

/** How the thread that writes is started. */
export interface WriterSetup {
  readonly directory: string;
  readonly fileNames: readonly string[];
  readonly options: Omit<EffectiveJournalOptions, 'onFailure' | 'fileSystem'>;
}

/** From the application's thread. Everything before a request has been dealt with when it is answered. */
export type ToWriter =
  | {
      readonly kind: 'shape';
      readonly id: number;
      readonly constants: number;
      readonly fields: readonly WrittenField[];
      readonly after: string;
    }
  | { readonly kind: 'forget'; readonly id: number }
  | { readonly kind: 'batch'; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly kind: 'flush' | 'durable' | 'close'; readonly request: number };

/** From the thread that writes. */
export type FromWriter =
  | { readonly kind: 'opened'; readonly statistics: JournalStatistics }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'written'; readonly buffer: ArrayBuffer; readonly statistics: JournalStatistics }
  | { readonly kind: 'failed'; readonly failure: JournalFailure; readonly statistics: JournalStatistics }
  | { readonly kind: 'done'; readonly request: number; readonly statistics: JournalStatistics };
