/**
 * Reads what a computation returned into one row of numbers, one per series, and refuses what the definition does not
 * promise. NaN is accepted: it means no value.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import type { Column } from './column.ts';
import type { AnyComputed } from './definition.ts';
import type { StagedSeries } from './staged-series.ts';

export class ComputedRow {
  readonly #staged: StagedSeries;
  /** What the values of a counter must not fall below. */
  readonly #least: number;
  /** One value per series; NaN where the last computation gave none. */
  values: Float64Array;
  /** Sum of the values for which the metric had no room. */
  overflow = 0;
  #labelSets: readonly LabelSet[] | undefined;
  #rows: Int32Array = new Int32Array(0);

  constructor(staged: StagedSeries) {
    this.#staged = staged;
    this.#least = staged.family.type === 'counter' ? 0 : -Infinity;
    this.values = new Float64Array(staged.series.length);
  }

  /**
   * Fills `values`.
   * @throws {MetricsError} ERR_COMPUTE for infinite values, what is not a number, increases below 0, and labels that are not declared, missing or repeated
   */
  read(computed: AnyComputed): void {
    this.#clear();
    if (typeof computed !== 'object' || computed === null) this.#readNumber(computed);
    else if (isColumn(computed)) this.#readColumn(computed);
    else this.#readRecord(computed);
  }

  /** Also makes room for the series that have joined. */
  #clear(): void {
    const { length } = this.#staged.series;
    if (this.values.length < length) this.values = new Float64Array(length);
    this.values.fill(NaN);
    this.overflow = 0;
  }

  #readNumber(value: unknown): void {
    if (this.#staged.family.labelNames.length > 0) throw refused('values by label', value);
    this.values[0] = this.#checked(value, '');
  }

  #readRecord(record: Readonly<Record<string, number>>): void {
    const { labelNames, labelDomains } = this.#staged.family;
    const allowed = labelDomains[0];
    if (allowed === undefined || labelNames.length !== 1) throw refused(labelNames.length === 0 ? 'a number' : 'a column', record);
    for (const key of Object.keys(record)) if (!allowed.has(key)) throw refused(`one of ${[...allowed].join(', ')}`, key);
    let row = 0;
    for (const key of allowed) this.values[row++] = this.#checked(record[key], ` for "${key}"`);
  }

  #readColumn({ labelSets, values }: Column): void {
    if (this.#staged.family.labelNames.length === 0) throw refused('a number', { labelSets, values });
    if (labelSets !== this.#labelSets || labelSets.length !== this.#rows.length) this.#index(labelSets);
    for (let i = 0; i < labelSets.length; i++) {
      const row = this.#rows[i]!;
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      if (typeof value !== 'number' || value - value !== 0 || value < this.#least) this.#checked(value, ` in row ${i}`);
      if (row >= 0) this.values[row] = value;
      else this.overflow += value;
    }
  }

  #index(labelSets: readonly LabelSet[]): void {
    const rows = this.#staged.rowsOf(labelSets);
    this.#clear();
    const seen = new Uint8Array(this.values.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >= 0 && seen[row]!++ > 0) throw refused('label sets that differ', labelSets[i], ` in row ${i} again`);
    }
    this.#rows = rows;
    this.#labelSets = labelSets;
  }

  #checked(value: unknown, where: string): number {
    if (typeof value !== 'number' || value === Infinity || value === -Infinity)
      throw refused('a finite number, or NaN for no value', value, where);
    if (value < this.#least) throw refused(`an increase >= ${this.#least}`, value, where);
    return value;
  }
}

function isColumn(computed: object): computed is Column {
  return 'labelSets' in computed && Array.isArray(computed.labelSets);
}

function refused(expected: string, value: unknown, where = ''): MetricsError {
  return new MetricsError('ERR_COMPUTE', `expected ${expected}, got ${quoted(value)}${where}`);
}
