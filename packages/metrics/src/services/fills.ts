/** How the row of a turn is filled, by the kind of definition. */
import type { BucketSearch } from '../instruments/bucket-search.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { isPromiseLike } from '../model/promise-like.ts';
import { promised } from './computed-values.ts';
import type { ComputedValues } from './computed-values.ts';
import type { AnyComputed, ComputeContext } from './definition.ts';
import type { RecordedSlots } from './recorded-slots.ts';
import type { TurnRows } from './turn-rows.ts';

export interface Fill<Snapshot> {
  /** Whether a turn that fails goes on with the numbers of the turn before. */
  readonly carries: boolean;
  /** @throws whatever a computation throws, and {MetricsError} ERR_COMPUTE for what it must not return */
  fill(snapshot: Snapshot, context: ComputeContext<string, Snapshot>): void;
}

/** The values that a function returns. */
export class ComputedFill<Snapshot> implements Fill<Snapshot> {
  readonly carries: boolean;
  readonly #values: ComputedValues;
  readonly #compute: (snapshot: Snapshot, context: ComputeContext<string, Snapshot>) => AnyComputed;

  constructor(values: ComputedValues, compute: (snapshot: Snapshot, context: ComputeContext<string, Snapshot>) => AnyComputed) {
    this.carries = values.meaning !== 'value';
    this.#values = values;
    this.#compute = compute;
  }

  fill(snapshot: Snapshot, context: ComputeContext<string, Snapshot>): void {
    this.#values.write(this.#compute(snapshot, context));
  }
}

/** The observations that a function makes; the sum is kept as observed, so that no rounding adds up over the turns. */
export class ObservedFill<Snapshot> implements Fill<Snapshot> {
  readonly carries = true;
  readonly fill: (snapshot: Snapshot) => void;

  constructor(
    rows: TurnRows,
    { search, divisor }: { readonly search: BucketSearch; readonly divisor: number },
    observations: (snapshot: Snapshot, observe: (value: number) => void) => void,
  ) {
    // Variables instead of properties, because `observe` is called for every single value.
    let numbers = rows.numbers;
    let start = 0;
    let isOpen = false;
    const observe = (value: number): void => {
      if (!isOpen) throw new MetricsError('ERR_COMPUTE', 'expected an observation while the turn is computed, got one afterwards');
      if (typeof value !== 'number' || value - value !== 0) {
        throw new MetricsError('ERR_COMPUTE', `expected a finite observation, got ${quoted(value)}`);
      }
      numbers[start]! += value;
      numbers[start + 1 + search.find(value / divisor)]! += 1;
    };
    this.fill = (snapshot) => {
      rows.carry();
      numbers = rows.numbers;
      start = rows.next;
      isOpen = true;
      try {
        const returned: unknown = observations(snapshot, observe);
        if (isPromiseLike(returned)) throw promised(returned);
      } finally {
        isOpen = false;
      }
    };
  }
}

/** What the application has recorded by now. */
export class RecordedFill implements Fill<unknown> {
  readonly carries = false;
  readonly #rows: TurnRows;
  readonly #slots: RecordedSlots;

  constructor(rows: TurnRows, slots: RecordedSlots) {
    this.#rows = rows;
    this.#slots = slots;
  }

  fill(): void {
    this.#slots.update();
    const { stride, next, numbers } = this.#rows;
    const { tenants } = this.#slots;
    for (let slot = 0; slot < tenants.length; slot++) {
      const series = tenants[slot]?.series;
      if (series === undefined) continue;
      const { values, start } = series;
      for (let k = 0; k < stride; k++) numbers[next + slot * stride + k] = values[start + k]!;
    }
  }
}
