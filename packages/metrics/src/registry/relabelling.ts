/**
 * Labels of a metric whose code calls them otherwise: some have another name, some are dropped. What differs in dropped
 * labels only is one series.
 */
import { MetricsError } from '../model/errors.ts';
import { checkedLabelValues, checkedPartialLabelValues, labelSchema } from '../model/labels.ts';
import type { LabelDomain, LabelSchema, LabelSet } from '../model/labels.ts';
import type { NameValidation } from '../model/names.ts';
import type { AnyOptions } from './instrument-kinds.ts';

/** Says what a label is called; undefined where it is dropped. */
export type LabelRenaming = (name: string) => string | undefined;

export class Relabelling {
  readonly #schema: LabelSchema;
  /** What the labels are called, in the order of their names in the code. */
  readonly #names: readonly (string | undefined)[];
  readonly #subject: string;

  constructor(schema: LabelSchema, rename: LabelRenaming, subject: string) {
    this.#schema = schema;
    this.#names = schema.names.map(rename);
    this.#subject = subject;
  }

  /** The labels that the code passes. */
  get passedLabels(): readonly string[] {
    return this.#schema.names;
  }

  get changesNothing(): boolean {
    return this.#names.every((name, i) => name === this.#schema.names[i]);
  }

  /**
   * Returns the options of the metric. Closed labels stay closed.
   * @throws {MetricsError} ERR_LABEL_NAME when two labels are called the same
   */
  applied(options: AnyOptions): AnyOptions {
    const domains = this.#named(this.#schema.allowed.map((allowed): LabelDomain => (allowed === undefined ? 'open' : [...allowed])));
    const names = domains.map(([name]) => name);
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined) {
      throw new MetricsError('ERR_LABEL_NAME', `${this.#subject}: rules call two of its labels "${repeated}". Drop one of them.`);
    }
    const { labelNames: _names, labels: _domains, ...rest } = options;
    return names.length === 0 ? rest : { ...rest, labels: Object.fromEntries(domains) };
  }

  /** Returns the labels of the metric for those that the code passes. @throws {MetricsError} as `labels()` */
  whole(labels: LabelSet): LabelSet {
    return Object.fromEntries(this.#named(checkedLabelValues(this.#schema, labels, this.#subject)));
  }

  /**
   * The same for some of the labels. Undefined where one of them is dropped: the series hold others than those meant, too.
   * @throws {MetricsError} as `removeMatching()`
   */
  part(labels: LabelSet): LabelSet | undefined {
    const values = checkedPartialLabelValues(this.#schema, labels, this.#subject);
    if (values.some((value, i) => value !== undefined && this.#names[i] === undefined)) return undefined;
    return Object.fromEntries(this.#named(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
  }

  #named<Value>(values: readonly Value[]): [string, Value][] {
    return values.flatMap((value, i): [string, Value][] => {
      const name = this.#names[i];
      return name === undefined ? [] : [[name, value]];
    });
  }
}

/**
 * Returns how the labels of a definition are called, undefined where the rules change none.
 * @throws {MetricsError} as a definition with these labels
 */
export function relabellingOf(
  options: AnyOptions,
  rename: LabelRenaming,
  { subject, validation }: { readonly subject: string; readonly validation: NameValidation },
): Relabelling | undefined {
  if (options.labelNames === undefined && options.labels === undefined) return undefined;
  const relabelling = new Relabelling(labelSchema(options, subject, { reserved: [], validation }), rename, subject);
  return relabelling.changesNothing ? undefined : relabelling;
}
