import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';

/** Takes no label that there is not, which type inference alone would let pass beside one that there is. */
export type NoOthers<Bound, Labels> = { readonly [Name in Exclude<keyof Bound, keyof Labels>]: never };

/** What a bound family needs of its family. */
interface Bindable<Handle> {
  readonly subject: string;
  labels(labels: LabelSet): Handle;
  with(bound: LabelSet): BoundFamily<Handle, LabelSet>;
}

/**
 * A family some of whose labels are bound; what it takes are the others.
 * @example
 * const gets = requests.with({ method: 'GET' });
 * gets.labels({ route: '/' }).inc();
 */
export class BoundFamily<Handle, Labels extends LabelSet> {
  readonly #family: Bindable<Handle>;
  readonly #bound: LabelSet;

  constructor(family: Bindable<Handle>, bound: LabelSet) {
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

  /**
   * Binds more of the labels.
   * @throws {MetricsError} as `with()` of the metric
   */
  with<const Bound extends Partial<Labels>>(bound: Bound & NoOthers<Bound, Labels>): BoundFamily<Handle, Omit<Labels, keyof Bound>> {
    return this.#family.with(this.#merged(bound));
  }

  /** What is no label set stays as it is, for the family to refuse. */
  #merged(labels: LabelSet): LabelSet {
    if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return labels;
    const again = Object.keys(labels).find((name) => Object.hasOwn(this.#bound, name));
    if (again === undefined) return { ...this.#bound, ...labels };
    throw new MetricsError(
      'ERR_LABEL_SET',
      `${this.#family.subject}: the label ${JSON.stringify(again)} is bound to ${quoted(this.#bound[again])} already. Leave it out.`,
    );
  }
}
