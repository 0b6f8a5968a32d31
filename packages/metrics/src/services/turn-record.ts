/**
 * The newest turn of some metrics, by the names of their samples as exposed: as numbers in a column, or as one JSON object
 * `{"shop_orders_total":3,"shop_open":null}`. A sample without a value is NaN, or null.
 */
import { jsonNumber } from '../model/json-number.ts';
import { labelText } from '../model/label-text.ts';
import { sampleName } from '../model/sample-name.ts';
import type { Tenant } from './slots.ts';
import type { TurnMetric } from './turn-metric.ts';

/**
 * The samples of the newest turn.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
 * services.compute(1, { orders: 5 });
 * services.record({ entities: false }).json() // => '{"shop_open_orders":5}'
 */
export class TurnRecord {
  readonly #metrics: readonly RecordedMetric[];
  #keys: readonly string[] = [];
  #changes = NaN;
  #values = new Float64Array(0);

  constructor(metrics: readonly TurnMetric<never>[]) {
    this.#metrics = metrics.map((metric) => new RecordedMetric(metric));
  }

  /** Names of the samples, with their labels as in `/metrics`. The same list as long as no series has come or gone. */
  get keys(): readonly string[] {
    let changes = 0;
    for (const metric of this.#metrics) changes += metric.changes;
    if (changes !== this.#changes) {
      this.#keys = this.#metrics.flatMap((metric) => metric.keys());
      this.#changes = changes;
    }
    return this.#keys;
  }

  /** Returns the value of each key; NaN where it has none. Valid until the next call. */
  values(): Float64Array {
    const { length } = this.keys;
    if (this.#values.length !== length) this.#values = new Float64Array(length);
    let end = 0;
    for (const metric of this.#metrics) end = metric.write(this.#values, end);
    return this.#values;
  }

  /** Returns the samples as one JSON object. */
  json(): string {
    const values = this.values();
    return `{${this.keys.map((key, i) => `${JSON.stringify(key)}:${jsonNumber(values[i]!)}`).join(',')}}`;
  }
}

class RecordedMetric {
  readonly #metric: TurnMetric<never>;

  constructor(metric: TurnMetric<never>) {
    this.#metric = metric;
  }

  get changes(): number {
    return this.#metric.parts.slots.changes;
  }

  keys(): readonly string[] {
    return this.#metric.parts.slots.tenants.flatMap((tenant) => (tenant === undefined ? [] : this.#keysOf(tenant)));
  }

  /** Writes the values from `start` on, and returns where they end. */
  write(target: Float64Array, start: number): number {
    const { slots, rows, divisor, buckets } = this.#metric.parts;
    const { tenants } = slots;
    const { hasFailed } = this.#metric;
    const row = rows.startOf(rows.turns + rows.historyTurns);
    let end = start;
    for (let slot = 0; slot < tenants.length; slot++) {
      if (tenants[slot] === undefined) continue;
      const at = row + slot * rows.stride;
      if (buckets !== undefined)
        end = writeHistogram(target, end, { numbers: rows.numbers, at, divisor, bounds: buckets.length + 1, hasFailed });
      else target[end++] = hasFailed ? NaN : rows.numbers[at]! / divisor;
    }
    return end;
  }

  #keysOf({ labelValues }: Tenant): readonly string[] {
    const { name, slots, buckets } = this.#metric.parts;
    const labels = labelText(slots.labelNames, labelValues);
    if (buckets === undefined) return [sampleName(name, '', labels, undefined)];
    const bounds = [...buckets, Infinity].map((bound) => sampleName(name, '_bucket', labels, bound));
    return [...bounds, sampleName(name, '_sum', labels, undefined), sampleName(name, '_count', labels, undefined)];
  }
}

interface HistogramRow {
  readonly numbers: Float64Array;
  /** Where the sum is, before the count of each bucket alone. */
  readonly at: number;
  readonly divisor: number;
  readonly bounds: number;
  readonly hasFailed: boolean;
}

function writeHistogram(target: Float64Array, start: number, { numbers, at, divisor, bounds, hasFailed }: HistogramRow): number {
  if (hasFailed) target.fill(NaN, start, start + bounds + 2);
  else {
    let count = 0;
    for (let i = 0; i < bounds; i++) target[start + i] = count += numbers[at + 1 + i]!;
    target[start + bounds] = numbers[at]! / divisor;
    target[start + bounds + 1] = count;
  }
  return start + bounds + 2;
}
