/**
 * Writes the samples of metric families as one JSON object: `{"shop_orders_total":3,"shop_open":null}`. Keys are the
 * sample names as exposed, written once per row; a sample without a value is null.
 */
import { jsonNumber } from '../model/json-number.ts';
import { labelText } from '../model/label-text.ts';
import { sampleName } from '../model/sample-name.ts';
import { labelValuesOf } from '../model/series-table.ts';
import type { StoredFamily } from '../model/family.ts';

/**
 * A record of the samples of some families, as JSON text of their values at the moment.
 * @example
 * const queue = registry.gauge({ name: 'shop_queue', help: 'Orders waiting.' });
 * queue.set(12);
 * new SampleRecord([queue.family]).json() // => '{"shop_queue":12}'
 */
export class SampleRecord {
  readonly #families: readonly KeyedFamily[];

  constructor(families: readonly StoredFamily[]) {
    this.#families = families.map((family) => new KeyedFamily(family));
  }

  /**
   * Returns the values of this moment.
   * @param hasValues whether a family has values now; one that has none shows null in all its samples. Default: all have
   */
  json(hasValues: (family: StoredFamily) => boolean = () => true): string {
    let text = '';
    for (const keyed of this.#families) text += keyed.json(hasValues(keyed.family));
    return `{${text.slice(1)}}`;
  }
}

class KeyedFamily {
  readonly family: StoredFamily;
  /** Of each row, the keys of its samples. */
  readonly #keys: string[][] = [];

  constructor(family: StoredFamily) {
    this.family = family;
  }

  /** Each member begins with a comma. */
  json(hasValues: boolean): string {
    const { blocks, rowCount, width } = this.family.table;
    const isHistogram = this.family.row.kind === 'histogram';
    let text = '';
    let row = 0;
    for (const block of blocks) {
      for (let at = 0; at < block.length && row < rowCount; at += width, row++) {
        const keys = (this.#keys[row] ??= this.#keysOf(row));
        if (!hasValues) text += `${keys.join('null')}null`;
        else if (!isHistogram) text += keys[0]! + jsonNumber(block[at]!);
        else text += histogramMembers(keys, block, at);
      }
    }
    return text;
  }

  #keysOf(row: number): string[] {
    const { name, labelNames, table, row: layout } = this.family;
    const labels = labelText(labelNames, labelValuesOf(table, row));
    if (layout.kind !== 'histogram') return [key(sampleName(name, '', labels, undefined))];
    const bounds = [...layout.buckets, Infinity].map((bound) => sampleName(name, '_bucket', labels, bound));
    return [...bounds, sampleName(name, '_sum', labels, undefined), sampleName(name, '_count', labels, undefined)].map(key);
  }
}

/** A row holds the sum, then the count of each bucket alone. */
function histogramMembers(keys: readonly string[], block: Float64Array, start: number): string {
  const bounds = keys.length - 2;
  let text = '';
  let count = 0;
  for (let i = 0; i < bounds; i++) text += keys[i]! + jsonNumber((count += block[start + 1 + i]!));
  return text + keys[bounds]! + jsonNumber(block[start]!) + keys[bounds + 1]! + jsonNumber(count);
}

function key(name: string): string {
  return `,${JSON.stringify(name)}:`;
}
