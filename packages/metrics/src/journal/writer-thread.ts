/** The other thread, as the application's thread sees it: it is told things in their order, and answers requests. */
import { Worker } from 'node:worker_threads';
import { MetricsError } from '../model/errors.ts';
import { diskFault } from './journal-errors.ts';
import type { JournalFailure, JournalStatistics } from './journal.ts';
import type { FromWriter, ToWriter, WriterSetup } from './worker-messages.ts';

/** In the sources, which Node 20 cannot run, it is the one that was built. */
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? '../../dist/journal/journal-worker.js' : 'journal-worker.js', import.meta.url);

export interface WriterEvents {
  /** A batch has been dealt with; its buffer is free. */
  readonly onWritten: (buffer: ArrayBuffer, statistics: JournalStatistics) => void;
  readonly onFailed: (failure: JournalFailure, statistics: JournalStatistics | undefined) => void;
}

export class WriterThread {
  readonly #worker: Worker;
  readonly #events: WriterEvents;
  readonly #requests = new Map<number, (statistics: JournalStatistics | undefined) => void>();
  #opened!: { readonly resolve: (statistics: JournalStatistics) => void; readonly reject: (error: Error) => void };
  #lastRequest = 0;
  #isClosing = false;
  #hasEnded = false;
  readonly opened: Promise<JournalStatistics>;

  constructor(setup: WriterSetup, events: WriterEvents) {
    this.#events = events;
    this.#worker = new Worker(SCRIPT, { workerData: setup, name: 'journal' });
    this.opened = new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
    });
    this.#worker.on('message', (message: FromWriter) => this.#hear(message));
    this.#worker.on('error', (error) => this.#end(error.message));
    this.#worker.on('exit', (code) => this.#end(`it ended with code ${code}`));
  }

  tell(message: ToWriter, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.#hasEnded) this.#worker.postMessage(message, [...transfer]);
  }

  /** Resolves when all that was told before has been dealt with; with nothing when the thread has ended. */
  request(kind: 'flush' | 'durable' | 'close'): Promise<JournalStatistics | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    this.#isClosing ||= kind === 'close';
    const request = ++this.#lastRequest;
    return new Promise((resolve) => {
      this.#requests.set(request, resolve);
      this.tell({ kind, request });
    });
  }

  /** Whether the process stays alive for it. */
  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#worker.ref();
    else this.#worker.unref();
  }

  #hear(message: FromWriter): void {
    switch (message.kind) {
      case 'opened':
        this.#opened.resolve(message.statistics);
        break;
      case 'refused':
        this.#opened.reject(
          new MetricsError('ERR_JOURNAL', message.message, { cause: diskFault(message.code ?? 'UNKNOWN', message.message) }),
        );
        break;
      case 'written':
        this.#events.onWritten(message.buffer, message.statistics);
        break;
      case 'failed':
        this.#events.onFailed(message.failure, message.statistics);
        break;
      case 'done':
        this.#requests.get(message.request)?.(message.statistics);
        this.#requests.delete(message.request);
    }
  }

  /** After it was closed, it ends as it should; before, it has failed. */
  #end(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const message = `Journal: expected the thread that writes to go on, got: ${reason}. Start the application again.`;
    this.#opened.reject(new MetricsError('ERR_JOURNAL', message));
    if (!this.#isClosing) this.#events.onFailed({ file: '', code: 'EIO', message }, undefined);
    for (const resolve of this.#requests.values()) resolve(undefined);
    this.#requests.clear();
  }
}
