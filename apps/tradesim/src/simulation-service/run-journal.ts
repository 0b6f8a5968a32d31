/**
 * The journal of one run: which records go into which file, numbered. What is written is all there is to know of a run;
 * what cannot be written is counted and does not hold up the economy.
 */
import { WorkerJournal, archiveRun, bytesOfRecords } from '@tradesim/metrics/journal';
import type { ArchivedRun, Durability, JournalStatistics, RecordColumns, RecordShape } from '@tradesim/metrics/journal';
import type { TurnRecord } from '@tradesim/metrics/services';
import type { Genesis } from '../domain/genesis.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { genesisRecords } from './genesis-lines.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName, JournalPart } from './journal-files.ts';
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
  readonly #options: RunJournalOptions;
  readonly #seq: Record<JournalFileName, number> = { 'events.jsonl': 0, 'transactions.jsonl': 0, 'metrics.jsonl': 0 };
  readonly #changes: ChangeRecords;
  readonly #attempts: RecordShape;
  /** The shape of the newest turn's record, and the samples it is for. */
  #turn: { readonly shape: RecordShape; readonly metrics: readonly string[]; readonly runtime: readonly string[] | undefined } | undefined;
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
    this.#changes = new ChangeRecords(setup.generated);
    this.#attempts = attemptShape(setup.generated);
  }

  /**
   * Repairs and renames what a former run left, and opens new files. A disk that fails already is a failure like a
   * later one: the run goes on, and its records are lost and counted.
   * @throws {MetricsError} ERR_JOURNAL when the directory cannot be one, for example because it is a file
   */
  static async open(options: RunJournalOptions, generated: Snapshot): Promise<RunJournal> {
    try {
      const archived = await archiveRun(options.directory, JOURNAL_FILES, runIdOf);
      const journal = await WorkerJournal.open(options.directory, JOURNAL_FILES, {
        durability: options.durability,
        onFailure: options.onFailure,
      });
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
    if (this.#metrics) this.#writeMetrics(turn, timestamp, samples);
    if (this.#ledger && this.#ledgerBytes > this.#options.maxBytes) this.#stop('ledger');
  }

  /** Writes the last record, brings everything to the disk and closes the files. */
  async end(turn: number, reason: EndReason): Promise<void> {
    this.#event({ kind: 'run_ended', reason }, turn);
    await this.#journal.close();
  }

  #writeAttempts({ turn, attempts }: Snapshot): void {
    const { count, company, strategy, product, supplier, reason, quantity, unitPrice, amount } = attempts;
    const first = this.#seq['transactions.jsonl'] + 1;
    const columns = [company, strategy, product, supplier, reason, quantity, unitPrice, amount];
    this.#seq['transactions.jsonl'] += count;
    this.#ledgerBytes += this.#append('transactions.jsonl', this.#attempts, { count, first, constants: [turn], columns });
  }

  /** Without the ledger, only summaries; without the metrics as well, nothing. */
  #writeEvents({ turn, events }: Snapshot): void {
    for (let i = 0; i < events.length;) {
      const event = events[i]!;
      if (isChange(event)) i += this.#writeChanges(events, i, turn);
      else {
        if (this.#ledger || this.#metrics) this.#event(event, turn);
        i++;
      }
    }
  }

  /** Returns how many changes are done with. */
  #writeChanges(events: Snapshot['events'], start: number, turn: number): number {
    if (!this.#ledger) return 1;
    const { shape, records } = this.#changes.run(events, start, { first: this.#seq['events.jsonl'] + 1, turn });
    this.#seq['events.jsonl'] += records.count;
    this.#ledgerBytes += this.#append('events.jsonl', shape, records);
    return records.count;
  }

  #writeMetrics(turn: number, timestamp: number, { metrics, runtime }: TurnSamples): void {
    if (this.#turn?.metrics !== metrics.keys || this.#turn.runtime !== runtime?.keys) {
      this.#turn = { shape: turnShape(metrics, runtime), metrics: metrics.keys, runtime: runtime?.keys };
    }
    const constants = [timestamp, turn, ...metrics.values(), ...(runtime?.values() ?? [])];
    const records = { count: 1, first: ++this.#seq['metrics.jsonl'], constants, columns: [] };
    this.#metricsBytes += this.#append('metrics.jsonl', this.#turn.shape, records);
    if (this.#metricsBytes > this.#options.maxBytes) this.#stop('metrics');
  }

  /** Returns how many bytes it takes, where somebody wants to know. */
  #append(file: JournalFileName, shape: RecordShape, records: RecordColumns): number {
    this.#journal.appendRecords(file, shape, records);
    return this.#options.maxBytes === Infinity ? 0 : bytesOfRecords(shape, records);
  }

  #event(record: Readonly<Record<string, unknown>>, turn: number): void {
    this.#appendLedger(JSON.stringify({ seq: ++this.#seq['events.jsonl'], turn, ...record }));
  }

  #appendLedger(line: string): void {
    this.#ledgerBytes += line.length + 1;
    this.#journal.append('events.jsonl', line);
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
