/**
 * The journal of one run: which records go into which file, numbered. What is written is all there is to know of a run;
 * what cannot be written is counted and does not hold up the economy.
 */
import { Journal, archiveRun } from '@tradesim/metrics/journal';
import type { ArchivedRun, JournalStatistics } from '@tradesim/metrics/journal';
import type { Genesis } from '../domain/genesis.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { genesisRecords } from './genesis-lines.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName, JournalPart } from './journal-files.ts';
import { LedgerLines, isChange } from './ledger-lines.ts';
import { reasonNotMade } from './unmakeable-directory.ts';
import { UnopenedJournal, isDiskFailure, isMissing } from './unopened-journal.ts';
import type { OpenJournal } from './unopened-journal.ts';

type RunJournalStatistics = JournalStatistics<JournalFileName>;

/** Version of docs/formats/journal.md. */
const FORMAT = 1;

export type EndReason = 'completed' | 'interrupted' | 'terminated' | 'crashed';

export interface RunJournalOptions {
  readonly directory: string;
  /** Whether single attempts and changes are recorded. */
  readonly ledger: boolean;
  /** Bytes after which the ledger stops, and after which metrics.jsonl stops; Infinity for no limit. */
  readonly maxBytes: number;
  /** Called once, when the disk fails. */
  readonly onFailure: (error: Error) => void;
  /** Called once per part of the journal that has reached `maxBytes`. */
  readonly onLimit: (part: JournalPart) => void;
}

/** The first record: what a run was made from. */
export interface RunManifest {
  readonly version: string;
  readonly run: string;
  readonly seed: number;
  /** Unix seconds. */
  readonly started: number;
  readonly scenario: object;
}

export class RunJournal {
  /** What was done with the files of a former run. */
  readonly archived: ArchivedRun;
  readonly #journal: OpenJournal;
  readonly #options: RunJournalOptions;
  readonly #seq: Record<JournalFileName, number> = { 'events.jsonl': 0, 'transactions.jsonl': 0, 'metrics.jsonl': 0 };
  readonly #lines: LedgerLines;
  readonly #limitReached: JournalPart[] = [];
  #ledgerBytes = 0;
  #metricsBytes = 0;
  #ledger: boolean;
  #metrics = true;

  private constructor(journal: OpenJournal, archived: ArchivedRun, setup: { options: RunJournalOptions; generated: Snapshot }) {
    this.#journal = journal;
    this.archived = archived;
    this.#options = setup.options;
    this.#ledger = setup.options.ledger;
    this.#lines = new LedgerLines(setup.generated);
  }

  /**
   * Repairs and renames what a former run left, and opens new files. A disk that fails already is a failure like a
   * later one: the run goes on, and its records are lost and counted.
   * @throws {MetricsError} ERR_JOURNAL when the directory cannot be one, for example because it is a file
   */
  static async open(options: RunJournalOptions, generated: Snapshot): Promise<RunJournal> {
    try {
      const archived = await archiveRun(options.directory, JOURNAL_FILES, runIdOf);
      const journal = await Journal.open(options.directory, JOURNAL_FILES, { onFailure: options.onFailure });
      return new RunJournal(journal, archived, { options, generated });
    } catch (error) {
      const fault = isMissing(error) ? await reasonNotMade(options.directory) : error;
      if (!isDiskFailure(fault)) throw error;
      options.onFailure(fault);
      return new RunJournal(new UnopenedJournal(fault), { runId: undefined, repaired: [], renamed: [] }, { options, generated });
    }
  }

  get statistics(): RunJournalStatistics {
    return this.#journal.statistics();
  }

  /** The parts that have reached their limit and are written no further. */
  get limitReached(): readonly JournalPart[] {
    return this.#limitReached;
  }

  /** Whether the next turn should wait for `ready()`. */
  get isFull(): boolean {
    return this.#journal.isFull;
  }

  ready(): Promise<void> {
    return this.#journal.ready();
  }

  /** Writes turn 0. */
  begin(manifest: RunManifest, genesis: Genesis): void {
    this.#event({ kind: 'run_started', format: FORMAT, ...manifest, ledger: this.#ledger }, 0);
    if (!this.#ledger) return;
    for (const record of genesisRecords(genesis)) this.#event(record, 0);
  }

  /** Writes the records of one turn: attempts, events, metrics. `samples` holds JSON members for the metrics record. */
  writeTurn(snapshot: Snapshot, timestamp: number, samples: string): void {
    const { turn, attempts, events } = snapshot;
    if (this.#ledger) {
      for (let row = 0; row < attempts.count; row++) {
        this.#appendLedger('transactions.jsonl', this.#lines.attempt(attempts, row, { seq: this.#next('transactions.jsonl'), turn }));
      }
    }
    for (const event of events) {
      if (!this.#ledger && (!this.#metrics || isChange(event))) continue;
      this.#appendLedger('events.jsonl', this.#lines.event(event, { seq: this.#next('events.jsonl'), turn }));
    }
    this.#appendMetrics(`{"seq":${this.#next('metrics.jsonl')},"timestamp":${timestamp},"turn":${turn},${samples}}`);
    if (this.#ledger && this.#ledgerBytes > this.#options.maxBytes) this.#stop('ledger');
  }

  /** Writes the last record, brings everything to the disk and closes the files. */
  async end(turn: number, reason: EndReason): Promise<void> {
    this.#event({ kind: 'run_ended', reason }, turn);
    await this.#journal.close();
  }

  #event(record: Readonly<Record<string, unknown>>, turn: number): void {
    this.#appendLedger('events.jsonl', JSON.stringify({ seq: this.#next('events.jsonl'), turn, ...record }));
  }

  #next(file: JournalFileName): number {
    return ++this.#seq[file];
  }

  #appendLedger(file: JournalFileName, line: string): void {
    this.#ledgerBytes += line.length + 1;
    this.#journal.append(file, line);
  }

  #appendMetrics(line: string): void {
    if (!this.#metrics) return;
    this.#metricsBytes += line.length + 1;
    this.#journal.append('metrics.jsonl', line);
    if (this.#metricsBytes > this.#options.maxBytes) this.#stop('metrics');
  }

  #stop(part: JournalPart): void {
    if (part === 'ledger') this.#ledger = false;
    else this.#metrics = false;
    this.#limitReached.push(part);
    this.#options.onLimit(part);
  }
}

function runIdOf(firstLine: string): string | undefined {
  const record: unknown = JSON.parse(firstLine);
  return typeof record === 'object' && record !== null && 'run' in record && typeof record.run === 'string' ? record.run : undefined;
}
