/**
 * The last values of one metric, in a ring of rows: a row holds the value of every series at the end of one turn.
 * The ring is one Float64Array; a series that appears later has NaN in the rows before.
 */
export class HistoryRing {
  readonly #capacity: number;
  #width: number;
  #rows: Float64Array;
  #written = 0;

  /** @param capacity turns that are kept, at least 1 */
  constructor(capacity: number, width: number) {
    this.#capacity = capacity;
    this.#width = width;
    this.#rows = new Float64Array(capacity * width);
  }

  /** How many turns can be read now. */
  get length(): number {
    return Math.min(this.#written, this.#capacity);
  }

  /** Appends one row; the oldest leaves when the ring is full. A longer row than before adds series. */
  push(row: Float64Array): void {
    if (row.length > this.#width) this.#widen(row.length);
    this.#rows.set(row, (this.#written % this.#capacity) * this.#width);
    this.#written++;
  }

  /** Returns the value of a series `turnsBack` turns before the last one; NaN where nothing is kept. */
  at(series: number, turnsBack: number): number {
    if (!Number.isInteger(turnsBack) || turnsBack < 0 || turnsBack >= this.length || series >= this.#width) return NaN;
    return this.#rows[((this.#written - 1 - turnsBack) % this.#capacity) * this.#width + series] ?? NaN;
  }

  #widen(width: number): void {
    const rows = new Float64Array(this.#capacity * width).fill(NaN);
    for (let row = 0; row < this.#capacity; row++) {
      rows.set(this.#rows.subarray(row * this.#width, (row + 1) * this.#width), row * width);
    }
    this.#rows = rows;
    this.#width = width;
  }
}

/**
 * The history of one series: its value at the end of each of the last turns. NaN where there is too little, or a turn had no value.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
 * for (const orders of [5, 8]) services.compute(1, { orders });
 * services.history('shop_open_orders')?.delta(1) // => 3
 */
export class SeriesHistory {
  readonly #ring: HistoryRing;
  readonly #series: number;
  readonly #divisor: number;

  /** @param divisor what kept values are divided by when they are read: differences and sums are taken before, so that they stay exact */
  constructor(ring: HistoryRing, series: number, divisor: number) {
    this.#ring = ring;
    this.#series = series;
    this.#divisor = divisor;
  }

  /** How many turns are kept. */
  get length(): number {
    return this.#ring.length;
  }

  /** The newest value. */
  get last(): number {
    return this.at(0);
  }

  /** The value `turns` turns before the newest: `at(0)` is `last`. */
  at(turns: number): number {
    return this.#ring.at(this.#series, turns) / this.#divisor;
  }

  /** The newest value minus the one `turns` turns before it. */
  delta(turns: number): number {
    return (this.#ring.at(this.#series, 0) - this.#ring.at(this.#series, turns)) / this.#divisor;
  }

  /** The mean of the newest `turns` values. O(turns). */
  mean(turns: number): number {
    if (!Number.isInteger(turns) || turns < 1 || turns > this.length) return NaN;
    let sum = 0;
    for (let i = 0; i < turns; i++) sum += this.#ring.at(this.#series, i);
    return sum / turns / this.#divisor;
  }
}
