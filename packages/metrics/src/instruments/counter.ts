import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import type { AnyLabels, InstrumentContext, MetricOptions } from './options.ts';
import { Series } from './series.ts';
import { SoleSeries } from './sole-series.ts';
import type { Slot } from './value-blocks.ts';

/** The handle of one series that only rises. */
export interface CounterHandle {
  /**
   * Adds `amount` (default 1): a finite number >= 0.
   * @throws {MetricsError} ERR_VALUE for anything else, unless the registry drops invalid values; the series stays as it was.
   */
  inc(amount?: number): void;
}

/**
 * A counter with labels; its series are reached through `labels()`.
 * @example
 * const post = requests.labels({ method: 'POST', route: '/orders' });
 * post.inc();
 * requests.seriesCount // => 1
 */
export class CounterFamily<Labels extends LabelSet = LabelSet> extends Family<CounterHandle, Labels> {
  constructor(options: MetricOptions & AnyLabels, context: InstrumentContext) {
    super(options, context, {
      type: 'counter',
      // A counter that can idle out counts its writes behind its value and since when it counts.
      width: options.ttlSeconds === undefined ? 2 : 3,
      row: { kind: 'value', createdAt: 1 },
      reservedLabels: [],
      overflowAddsUp: true,
    });
    this.initialize();
  }

  protected createHandle(slot: Slot, row: number): Series & CounterHandle {
    return this.ttlSeconds === undefined ? new CounterSeries(slot, row, this) : new WriteCountingCounterSeries(slot, row, this);
  }

  /** Reports an amount that is no increment. */
  invalidIncrement(amount: unknown): void {
    this.context.onInvalid(
      new MetricsError(
        'ERR_VALUE',
        `${this.subject}: expected an increment that is a finite number >= 0, got ${quoted(amount)}. Check the value before inc(); for what can fall, use a gauge.`,
      ),
    );
  }
}

class CounterSeries extends Series implements CounterHandle {
  readonly #family: Pick<CounterFamily, 'awaken' | 'invalidIncrement'>;

  constructor(slot: Slot, row: number, family: Pick<CounterFamily, 'awaken' | 'invalidIncrement'>) {
    super(slot, row);
    this.#family = family;
  }

  inc(amount = 1): void {
    if (typeof amount === 'number' && amount >= 0 && amount < Infinity) {
      if (this.start >= 0 || this.#family.awaken(this)) this.values[this.start]! += amount;
    } else this.#family.invalidIncrement(amount);
  }
}

/** Adding 0, or little to much, leaves the value as it was, and yet somebody counts. */
class WriteCountingCounterSeries extends CounterSeries {
  override inc(amount = 1): void {
    super.inc(amount);
    if (this.start >= 0 && typeof amount === 'number' && amount >= 0 && amount < Infinity) this.values[this.start + 2]! += 1;
  }
}

/**
 * A counter without labels.
 * @example
 * const orders = registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' });
 * orders.inc(3);
 * orders.get() // => [{ name: 'shop_orders_total', labels: {}, value: 3 }]
 */
export class Counter extends SoleSeries<CounterHandle, CounterFamily> implements CounterHandle {
  inc(amount = 1): void {
    this.series.inc(amount);
  }
}
