/**
 * Writes the newest turn of some metrics as one JSON object: `{"shop_orders_total":3,"shop_open":null}`. Keys are the
 * sample names as exposed, written once per series; a sample without a value is null.
 */
import { jsonNumber } from '../model/json-number.ts';
import { labelText } from '../model/label-text.ts';
import { sampleName } from '../model/sample-name.ts';
import type { Tenant } from './slots.ts';
import type { TurnMetric } from './turn-metric.ts';

export class TurnRecord {
  readonly #metrics: readonly KeyedMetric[];

  constructor(metrics: readonly TurnMetric<never>[]) {
    this.#metrics = metrics.map((metric) => new KeyedMetric(metric));
  }

  json(): string {
    let text = '';
    for (const metric of this.#metrics) text += metric.json();
    return `{${text.slice(1)}}`;
  }
}

class KeyedMetric {
  readonly #metric: TurnMetric<never>;
  /** By slot, the keys of the samples of the tenant they were made for. */
  readonly #keys: ({ readonly tenant: Tenant; readonly keys: readonly string[] } | undefined)[] = [];

  constructor(metric: TurnMetric<never>) {
    this.#metric = metric;
  }

  /** Each member begins with a comma. */
  json(): string {
    const { slots, rows, divisor, buckets } = this.#metric.parts;
    const { hasFailed } = this.#metric;
    const start = rows.startOf(rows.turns + rows.historyTurns);
    let text = '';
    for (const [slot, tenant] of slots.tenants.entries()) {
      if (tenant === undefined) continue;
      const keys = this.#keysOf(slot, tenant);
      const at = start + slot * rows.stride;
      if (hasFailed) text += `${keys.join('null')}null`;
      else if (buckets === undefined) text += keys[0]! + jsonNumber(rows.numbers[at]! / divisor);
      else text += histogramMembers(keys, { numbers: rows.numbers, at, divisor });
    }
    return text;
  }

  #keysOf(slot: number, tenant: Tenant): readonly string[] {
    let known = this.#keys[slot];
    if (known?.tenant !== tenant) this.#keys[slot] = known = { tenant, keys: this.#keysFor(tenant) };
    return known.keys;
  }

  #keysFor({ labelValues }: Tenant): readonly string[] {
    const { name, slots, buckets } = this.#metric.parts;
    const labels = labelText(slots.labelNames, labelValues);
    if (buckets === undefined) return [key(sampleName(name, '', labels, undefined))];
    const bounds = [...buckets, Infinity].map((bound) => sampleName(name, '_bucket', labels, bound));
    return [...bounds, sampleName(name, '_sum', labels, undefined), sampleName(name, '_count', labels, undefined)].map(key);
  }
}

/** A row holds the sum, then the count of each bucket alone. */
function histogramMembers(
  keys: readonly string[],
  { numbers, at, divisor }: { readonly numbers: Float64Array; readonly at: number; readonly divisor: number },
): string {
  const bounds = keys.length - 2;
  let text = '';
  let count = 0;
  for (let i = 0; i < bounds; i++) text += keys[i]! + jsonNumber((count += numbers[at + 1 + i]!));
  return text + keys[bounds]! + jsonNumber(numbers[at]! / divisor) + keys[bounds + 1]! + jsonNumber(count);
}

function key(name: string): string {
  return `,${JSON.stringify(name)}:`;
}
