/**
 * The journal of one run: which records go into which file, numbered. What is written is all there is to know of a run;
 * what cannot be written is counted and does not hold up the economy.
 */
import { WorkerJournal, archiveRun, lockDirectory } from '@tradesim/metrics/journal';
import type {
  ArchivedRun,
  DirectoryLock,
  Durability,
  JournalStatistics,
  RecordShape,
  RetentionLimits,
  RotationLimits,
} from '@tradesim/metrics/journal';
import type { TurnRecord } from '@tradesim/metrics/services';
import type { Genesis } from '../domain/genesis.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { genesisRecords } from './genesis-lines.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName } from './journal-files.ts';
import { ChangeRecords, isChange } from './change-records.ts';
import type { Platform } from './platform.ts';
import { attemptShape, turnShape } from './record-shapes.ts';
import { scenarioHash } from './scenario-hash.ts';
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
  readonly durability: Durability;
  readonly rotation: RotationLimits | undefined;
  readonly retention: RetentionLimits;
  /** Called once, when the disk fails. */
  readonly onFailure: (error: Error) => void;
}

/** The first record: what a run was made from. */
export interface RunManifest {
  readonly version: string;
  readonly run: string;
  readonly seed: number;
  /** Unix seconds. */
  readonly started: number;
  /** Null where the journal is the same on every machine. */
  readonly platform: Platform | null;
  readonly scenario: object;
}

/** What the record of a turn shows. */
export interface TurnSamples {
  readonly metrics: TurnRecord;
  /** Undefined leaves out what was measured. */
  readonly runtime: TurnRecord | undefined;
}

export class RunJournal {
  /** What was done with the files of a former run. */
  readonly archived: ArchivedRun;
  readonly #journal: OpenJournal;
  readonly #lock: DirectoryLock | undefined;
  readonly #seq: Record<JournalFileName, number> = { 'events.jsonl': 0, 'transactions.jsonl': 0, 'metrics.jsonl': 0 };
  readonly #changes: ChangeRecords;
  readonly #attempts: RecordShape;
  /** The shape of the newest turn's record, and the samples it is for. */
  #turn: { readonly shape: RecordShape; readonly metrics: readonly string[]; readonly runtime: readonly string[] | undefined } | undefined;
  readonly #ledger: boolean;

  private constructor({ journal, lock, archived }: OpenedJournal, { ledger }: RunJournalOptions, generated: Snapshot) {
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
    return new RunJournal(await opened(options), options, generated);
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
    const { scenario, ...run } = manifest;
    const record = { kind: 'run_started', format: FORMAT, ...run, scenario_hash: scenarioHash(scenario), scenario, ledger: this.#ledger };
    this.#event(record, 0);
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
    this.#journal.appendRecords('transactions.jsonl', this.#attempts, { count, first, constants: [turn], columns });
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
    this.#journal.appendRecords('events.jsonl', shape, records);
    return records.count;
  }

  #writeMetrics(turn: number, timestamp: number, { metrics, runtime }: TurnSamples): void {
    if (this.#turn?.metrics !== metrics.keys || this.#turn.runtime !== runtime?.keys) {
      this.#turn = { shape: turnShape(metrics, runtime), metrics: metrics.keys, runtime: runtime?.keys };
    }
    const constants = [timestamp, turn, ...metrics.values(), ...(runtime?.values() ?? [])];
    const records = { count: 1, first: ++this.#seq['metrics.jsonl'], constants, columns: [] };
    this.#journal.appendRecords('metrics.jsonl', this.#turn.shape, records);
  }

  #event(record: Readonly<Record<string, unknown>>, turn: number): void {
    this.#journal.append('events.jsonl', JSON.stringify({ seq: ++this.#seq['events.jsonl'], turn, ...record }));
  }
}

interface OpenedJournal {
  readonly journal: OpenJournal;
  /** Undefined where nothing can be written. */
  readonly lock: DirectoryLock | undefined;
  readonly archived: ArchivedRun;
}

async function opened(options: RunJournalOptions): Promise<OpenedJournal> {
  const { directory, durability, rotation, retention, onFailure } = options;
  let lock: DirectoryLock | undefined;
  try {
    lock = await lockDirectory(directory);
    const archived = await archiveRun(directory, JOURNAL_FILES, runIdOf);
    const journal = await WorkerJournal.open(directory, JOURNAL_FILES, { durability, rotation, retention, onFailure });
    return { journal, lock, archived };
  } catch (error) {
    await lock?.release().catch(() => {});
    const fault = isMissing(error) ? await reasonNotMade(directory) : error;
    if (!isDiskFailure(fault)) throw error;
    onFailure(fault);
    return { journal: new UnopenedJournal(fault), lock: undefined, archived: { runId: undefined, repaired: [], renamed: [] } };
  }
}

function runIdOf(firstLine: string): string | undefined {
  const record: unknown = JSON.parse(firstLine);
  return typeof record === 'object' && record !== null && 'run' in record && typeof record.run === 'string' ? record.run : undefined;
}
