/**
 * The journal of one run: which records go into which file, numbered. What is written is all there is to know of a run;
 * what cannot be written is counted and does not hold up the economy.
 */
import type { ArchivedRun, DirectoryLock, JournalStatistics, RecordColumns, RecordShape } from '@tradesim/metrics/journal';
import type { TurnRecord } from '@tradesim/metrics/services';
import type { Genesis } from '../domain/genesis.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { genesisRecords } from './genesis-lines.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName } from './journal-files.ts';
import { ChangeRecords, isChange } from './change-records.ts';
import { tidyCheckpoints, writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { firstWholeTurn, numberOf } from './kept-records.ts';
import type { LastRecords } from './kept-records.ts';
import { openAgain, openNew } from './opened-journal.ts';
import type { OpenOptions, OpenedJournal } from './opened-journal.ts';
import { attemptShape, turnShape } from './record-shapes.ts';
import type { RunManifest } from './run-manifest.ts';
import { scenarioHash } from './scenario-hash.ts';
import type { OpenJournal } from './unopened-journal.ts';

type RunJournalStatistics = JournalStatistics<JournalFileName>;

/** Version of docs/formats/journal.md. */
const FORMAT = 1;

export type EndReason = 'completed' | 'interrupted' | 'terminated' | 'crashed';

export interface RunJournalOptions extends OpenOptions {
  /** Whether single attempts and changes are recorded. */
  readonly ledger: boolean;
}

/** What the record of a turn shows. */
export interface TurnSamples {
  readonly metrics: TurnRecord;
  /** Undefined leaves out what was measured. */
  readonly runtime: TurnRecord | undefined;
}

type FileNumbers = Record<JournalFileName, number>;

export class RunJournal {
  /** What was done with the files of a former run. */
  readonly archived: ArchivedRun;
  /** The last records that were there when the journal was opened: none, unless the run goes on. */
  readonly last: LastRecords;
  readonly #directory: string;
  readonly #journal: OpenJournal;
  readonly #lock: DirectoryLock | undefined;
  /** Of the newest record of each file. */
  readonly #seq: FileNumbers = noNumbers();
  /** Of the last record that was there when the journal was opened; what comes again up to here is not written again. */
  readonly #written: FileNumbers = noNumbers();
  readonly #changes: ChangeRecords;
  readonly #attempts: RecordShape;
  /** The shape of the newest turn's record, and the samples it is for. */
  #turn: { readonly shape: RecordShape; readonly metrics: readonly string[]; readonly runtime: readonly string[] | undefined } | undefined;
  readonly #ledger: boolean;

  private constructor({ journal, lock, archived, last }: OpenedJournal, { ledger, directory }: RunJournalOptions, generated: Snapshot) {
    this.#directory = directory;
    this.last = last;
    for (const file of JOURNAL_FILES) this.#written[file] = numberOf(last[file], 'seq');
    this.#journal = journal;
    this.#lock = lock;
    this.archived = archived;
    this.#ledger = ledger;
    this.#changes = new ChangeRecords(generated);
    this.#attempts = attemptShape(generated);
  }

  /**
   * Repairs and renames what a former run left, and opens new files. A disk that fails already is a failure like a
   * later one: the run goes on, and its records are lost and counted.
   * @throws {MetricsError} ERR_JOURNAL when the directory cannot be one, for example because it is a file, and when another
   * process writes there
   */
  static async open(options: RunJournalOptions, generated: Snapshot): Promise<RunJournal> {
    return new RunJournal(await openNew(options), options, generated);
  }

  /**
   * Opens the journal of a run that goes on, after its last whole records; that it had ended is taken back.
   * @param seq of the last records up to the turn from which it goes on
   * @throws {MetricsError} ERR_JOURNAL when that cannot be done
   */
  static async resume(options: RunJournalOptions, generated: Snapshot, seq: Readonly<FileNumbers> | undefined): Promise<RunJournal> {
    const journal = new RunJournal(await openAgain(options), options, generated);
    Object.assign(journal.#seq, seq);
    return journal;
  }

  /** The newest turn of which there was a record when the journal was opened. */
  get lastTurn(): number {
    return Math.max(...JOURNAL_FILES.map((file) => numberOf(this.last[file], 'turn')));
  }

  /** The `seq` of the newest record of each file. */
  get seq(): Readonly<FileNumbers> {
    return { ...this.#seq };
  }

  get statistics(): RunJournalStatistics {
    return this.#journal.statistics();
  }

  /** Whether the next turn should wait for `ready()`. */
  get isFull(): boolean {
    return this.#journal.isFull;
  }

  ready(): Promise<void> {
    return this.#journal.ready();
  }

  /** Resolves when what has been written is on the disk, or lost. */
  durable(): Promise<void> {
    return this.#journal.durable();
  }

  /** Writes turn 0. */
  begin(manifest: RunManifest, genesis: Genesis): void {
    const { scenario, ledger, ...run } = manifest;
    this.#event({ kind: 'run_started', format: FORMAT, ...run, scenario_hash: scenarioHash(scenario), scenario, ledger }, 0);
    if (!this.#ledger) return;
    for (const opening of genesisRecords(genesis)) this.#event(opening, 0);
  }

  /** Writes the records of one turn: attempts, events, metrics. */
  writeTurn(snapshot: Snapshot, timestamp: number, samples: TurnSamples): void {
    const { turn } = snapshot;
    if (this.#ledger) this.#writeAttempts(snapshot);
    this.#writeEvents(snapshot);
    this.#writeMetrics(turn, timestamp, samples);
  }

  /** Brings a checkpoint to the disk, after all records up to its turn, and removes those that are of no more use. */
  async keepCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.#journal.durable();
    if (this.statistics.failure !== undefined) return;
    await writeCheckpoint(this.#directory, checkpoint);
    await tidyCheckpoints(this.#directory, await firstWholeTurn(this.#directory));
  }

  /** Writes the last record, brings everything to the disk and closes the files. */
  async end(turn: number, reason: EndReason): Promise<void> {
    this.#event({ kind: 'run_ended', reason }, turn);
    await this.#journal.close();
    await this.#lock?.release();
  }

  #writeAttempts({ turn, attempts }: Snapshot): void {
    const { count, company, strategy, product, supplier, reason, quantity, unitPrice, amount } = attempts;
    const first = this.#seq['transactions.jsonl'] + 1;
    const columns = [company, strategy, product, supplier, reason, quantity, unitPrice, amount];
    this.#seq['transactions.jsonl'] += count;
    this.#append('transactions.jsonl', this.#attempts, { count, first, constants: [turn], columns });
  }

  /** Without the ledger, only summaries. */
  #writeEvents({ turn, events }: Snapshot): void {
    for (let i = 0; i < events.length;) {
      const event = events[i]!;
      if (isChange(event)) i += this.#writeChanges(events, i, turn);
      else {
        this.#event(event, turn);
        i++;
      }
    }
  }

  /** Returns how many changes are done with. */
  #writeChanges(events: Snapshot['events'], start: number, turn: number): number {
    if (!this.#ledger) return 1;
    const { shape, records } = this.#changes.run(events, start, { first: this.#seq['events.jsonl'] + 1, turn });
    this.#seq['events.jsonl'] += records.count;
    this.#append('events.jsonl', shape, records);
    return records.count;
  }

  #writeMetrics(turn: number, timestamp: number, { metrics, runtime }: TurnSamples): void {
    if (this.#turn?.metrics !== metrics.keys || this.#turn.runtime !== runtime?.keys) {
      this.#turn = { shape: turnShape(metrics, runtime), metrics: metrics.keys, runtime: runtime?.keys };
    }
    const constants = [timestamp, turn, ...metrics.values(), ...(runtime?.values() ?? [])];
    const records = { count: 1, first: ++this.#seq['metrics.jsonl'], constants, columns: [] };
    this.#append('metrics.jsonl', this.#turn.shape, records);
  }

  #event(record: Readonly<Record<string, unknown>>, turn: number): void {
    const seq = ++this.#seq['events.jsonl'];
    if (seq > this.#written['events.jsonl']) this.#journal.append('events.jsonl', JSON.stringify({ seq, turn, ...record }));
  }

  #append(file: JournalFileName, shape: RecordShape, records: RecordColumns): void {
    const { first, count, columns } = records;
    const there = Math.min(count, this.#written[file] - first + 1);
    if (there <= 0) this.#journal.appendRecords(file, shape, records);
    else if (there < count) {
      const rest = columns.map((column) => column.subarray(there));
      this.#journal.appendRecords(file, shape, { ...records, first: first + there, count: count - there, columns: rest });
    }
  }
}

function noNumbers(): FileNumbers {
  return { 'events.jsonl': 0, 'transactions.jsonl': 0, 'metrics.jsonl': 0 };
}
