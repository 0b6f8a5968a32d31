/** The labels of one family: constant ones, and those its users give, which rules may rename or drop before they are checked. */
import { MetricsError } from '../model/errors.ts';
import type { LabelPairs } from '../model/family.ts';
import { checkedLabelValues, checkedPartialLabelValues, combinationCount, combinations, labelSchema } from '../model/labels.ts';
import type { LabelSchema, LabelSet } from '../model/labels.ts';
import { checkLabelName } from '../model/names.ts';
import type { AnyLabels, InstrumentContext } from './options.ts';

export class FamilyLabels {
  /** Labels that every series has. */
  readonly constant: LabelPairs;
  readonly schema: LabelSchema;
  readonly #context: InstrumentContext;
  readonly #subject: string;

  /**
   * @param reservedLabels names that the exposition adds by itself
   * @throws {MetricsError} ERR_LABEL_NAME, ERR_LABEL_VALUE, ERR_METRIC_OPTIONS
   */
  constructor(
    options: AnyLabels,
    context: InstrumentContext,
    { subject, reservedLabels }: { readonly subject: string; readonly reservedLabels: readonly string[] },
  ) {
    const { constLabels = {}, nameValidation: validation = 'legacy' } = context;
    this.#context = context;
    this.#subject = subject;
    this.constant = { names: Object.keys(constLabels), values: Object.values(constLabels) };
    for (const name of this.constant.names) checkLabelName(name, subject, { reserved: reservedLabels, validation });
    this.schema = labelSchema(options, subject, { reserved: [...reservedLabels, ...this.constant.names], validation });
  }

  /**
   * Returns the values of a label set, in the order of the label names.
   * @throws {MetricsError} ERR_LABEL_SET, ERR_LABEL_VALUE
   */
  checked(labels: LabelSet): string[] {
    return checkedLabelValues(this.schema, labels, this.#subject);
  }

  /**
   * Returns the values of some labels as they are passed by users: undefined for the others, and altogether where this
   * metric does not tell these apart.
   * @throws {MetricsError} ERR_LABEL_SET for unknown labels, ERR_LABEL_VALUE for values.
   */
  checkedPartly(labels: LabelSet): (string | undefined)[] | undefined {
    const { relabelPartly } = this.#context;
    if (relabelPartly === undefined) return checkedPartialLabelValues(this.schema, labels, this.#subject);
    const own = relabelPartly(labels);
    return own === undefined ? undefined : checkedPartialLabelValues(this.schema, own, this.#subject);
  }

  /**
   * Returns the label values of the series that exist from the start: the only one of a metric without labels, all of closed labels.
   * @throws {MetricsError} ERR_METRIC_OPTIONS when these are more than `maxSeries`.
   */
  initial(maxSeries: number): readonly (readonly string[])[] {
    const count = combinationCount(this.schema);
    if (count === undefined) return [];
    if (count <= maxSeries) return combinations(this.schema);
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `${this.#subject}: its closed labels have ${count} combinations, but maxSeries is ${maxSeries}. Raise maxSeries, or close fewer labels.`,
    );
  }
}
