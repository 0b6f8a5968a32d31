import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';

/** A family some of whose labels are bound; what it takes are the others. */
export class BoundFamily<Handle, Labels extends LabelSet> {
  readonly #family: { readonly subject: string; labels(labels: LabelSet): Handle };
  readonly #bound: LabelSet;

  constructor(family: { readonly subject: string; labels(labels: LabelSet): Handle }, bound: LabelSet) {
    this.#family = family;
    this.#bound = { ...bound };
  }

  /**
   * Returns the handle of the bound labels and these. A label that is bound already may not be given again.
   * @throws {MetricsError} as `labels()` of the metric
   */
  labels(labels: Labels): Handle {
    return this.#family.labels(this.#merged(labels));
  }

  /** Binds more of the labels. */
  with<const Bound extends Partial<Labels>>(bound: Bound): BoundFamily<Handle, Omit<Labels, keyof Bound>> {
    return new BoundFamily(this.#family, this.#merged(bound as LabelSet));
  }

  #merged(labels: LabelSet): LabelSet {
    const again = typeof labels === 'object' && labels !== null ? Object.keys(labels).find((name) => Object.hasOwn(this.#bound, name)) : '';
    if (again === undefined) return { ...this.#bound, ...labels };
    if (again === '') return labels;
    throw new MetricsError(
      'ERR_LABEL_SET',
      `${this.#family.subject}: the label ${JSON.stringify(again)} is bound to ${quoted(this.#bound[again])} already. Leave it out.`,
    );
  }
}
