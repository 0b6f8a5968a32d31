import type { ComputeContext } from './definition.ts';
import type { Fill } from './fills.ts';
import type { PublishedFamily } from './published-family.ts';
import type { Slots } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

/** What a metric is made of. */
export interface TurnMetricParts<Snapshot> {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The kind of entity that has a series each. */
  readonly entity: string | undefined;
  readonly isMeasured: boolean;
  readonly slots: Slots;
  readonly rows: TurnRows;
  readonly fill: Fill<Snapshot>;
  /** What the value, or the sum of a histogram, is divided by where it is shown. */
  readonly divisor: number;
  /** Upper bounds of a histogram. */
  readonly buckets: readonly number[] | undefined;
  /** Undefined where nothing is shown, or the application's instrument is. */
  readonly published: PublishedFamily | undefined;
  /** What the application records with. */
  readonly instrument?: unknown;
}

/** One definition at work: fills a row each turn, and has scrapes see it once it is published. */
export class TurnMetric<Snapshot> {
  readonly parts: TurnMetricParts<Snapshot>;
  readonly #rows: TurnRows;
  readonly #fill: Fill<Snapshot>;

  constructor(parts: TurnMetricParts<Snapshot>) {
    this.parts = parts;
    this.#rows = parts.rows;
    this.#fill = parts.fill;
  }

  /** Whether the newest turn has no value because its computation failed, or there is none yet. */
  get hasFailed(): boolean {
    return this.#rows.turns === 0 || this.#rows.hasFailed(this.#rows.turns - 1);
  }

  /**
   * Computes a turn.
   * @throws whatever the computation throws, and {MetricsError} ERR_COMPUTE for what it must not return; the turn then counts as failed
   */
  compute(snapshot: Snapshot, context: ComputeContext<string, Snapshot>): void {
    let hasFailed = true;
    try {
      this.#fill.fill(snapshot, context);
      hasFailed = false;
    } finally {
      if (hasFailed && this.#fill.carries) this.#rows.restore();
      this.#rows.commit(hasFailed);
    }
  }

  /**
   * Makes a turn in which nothing has a value.
   * @throws the cause
   */
  fail(cause: unknown): never {
    if (this.#fill.carries) this.#rows.restore();
    this.#rows.commit(true);
    throw cause;
  }

  /** Has scrapes see the newest turn. */
  publish(): void {
    this.parts.published?.publish(this.#rows.turns - 1);
  }
}
