/**
 * Writes the samples of metric families as one JSON object: `{"shop_orders_total":3,"shop_open":null}`. Keys are the
 * sample names as exposed. They are written once and reused for as long as the same sample comes at the same position,
 * which is nearly always: samples join at the end of their family, and few families leave some out.
 */
import { sampleName } from '../model/sample-name.ts';
import type { MetricFamily, SampleSink, SampleSuffix } from '../model/family.ts';

export class SampleRecord {
  readonly #families: readonly KeyedFamily[];

  constructor(families: readonly MetricFamily[]) {
    this.#families = families.map((family) => new KeyedFamily(family));
  }

  /** @param hasValues whether a family has values now; one that has none shows null in all its samples. Default: all have */
  json(hasValues: (family: MetricFamily) => boolean = () => true): string {
    let text = '';
    for (const keyed of this.#families) text += keyed.json(hasValues(keyed.family));
    return `{${text.slice(1)}}`;
  }
}

class KeyedFamily implements SampleSink {
  readonly family: MetricFamily;
  readonly #keys: SampleKey[] = [];
  #position = 0;
  #text = '';
  #hasValues = true;

  constructor(family: MetricFamily) {
    this.family = family;
  }

  /** Each member begins with a comma. */
  json(hasValues: boolean): string {
    this.#position = 0;
    this.#text = '';
    this.#hasValues = hasValues;
    this.family.visit(this);
    return this.#text;
  }

  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void {
    const position = this.#position++;
    let key = this.#keys[position];
    if (key === undefined || key.labelText !== labelText || key.suffix !== suffix || key.upperBound !== upperBound) {
      const json = `,${JSON.stringify(sampleName(this.family.name, suffix, labelText, upperBound))}:`;
      key = this.#keys[position] = { suffix, labelText, upperBound, json };
    }
    this.#text += key.json + (this.#hasValues && Number.isFinite(value) ? String(value) : 'null');
  }
}

interface SampleKey {
  readonly suffix: SampleSuffix;
  readonly labelText: string;
  readonly upperBound: number | undefined;
  readonly json: string;
}
