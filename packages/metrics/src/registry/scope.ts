/** Where definitions are made: the prefix of their names, and the labels that all of their series have. */
import { MetricsError, quoted } from '../model/errors.ts';
import { checkLabelValue } from '../model/labels.ts';
import type { LabelSet } from '../model/labels.ts';
import { checkLabelName, checkMetricName } from '../model/names.ts';
import type { NameValidation } from '../model/names.ts';

/** What sets a child of a registry apart. */
export interface ChildOptions {
  /** Stands before the name of each metric, as in `shop_`. Default: nothing. */
  readonly prefix?: string;
  /** Labels that every series has, before its own. Default: none. */
  readonly labels?: LabelSet;
}

export interface Scope {
  readonly prefix: string;
  readonly constLabels: LabelSet;
}

export const ROOT_SCOPE: Scope = { prefix: '', constLabels: {} };

/** Labels that some type of metric adds by itself. */
const RESERVED = ['le', 'quantile'];

/**
 * Returns the scope inside another one: prefixes follow one another, labels add up.
 * @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_METRIC_NAME, ERR_LABEL_NAME, ERR_LABEL_VALUE
 */
export function childScope(parent: Scope, options: ChildOptions, validation: NameValidation): Scope {
  if (typeof options !== 'object' || options === null) throw wrong("an object such as { prefix: 'shop_' }", options);
  const { prefix = '', labels = {} } = options;
  if (typeof prefix !== 'string') throw wrong('prefix to be a string', prefix);
  const whole = parent.prefix + prefix;
  if (whole !== '') checkMetricName(whole, 'Child registry, its prefix', validation);
  return { prefix: whole, constLabels: { ...parent.constLabels, ...checkedConstLabels(labels, parent, validation) } };
}

/** Names a set of constant labels in whatever order they are given; two sets that differ have different names. */
export function constLabelsKey(labels: LabelSet): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether all labels of `part` are among those of `whole`. */
export function includesLabels(whole: LabelSet, part: LabelSet): boolean {
  return Object.entries(part).every(([name, value]) => Object.hasOwn(whole, name) && whole[name] === value);
}

function checkedConstLabels(labels: LabelSet, parent: Scope, validation: NameValidation): LabelSet {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) {
    throw wrong("labels to be an object such as { region: 'eu' }", labels);
  }
  const checked = { ...labels };
  for (const [name, value] of Object.entries<unknown>(checked)) {
    checkLabelName(name, 'Child registry', { reserved: RESERVED, validation });
    if (Object.hasOwn(parent.constLabels, name)) {
      const had = quoted(parent.constLabels[name]);
      throw new MetricsError('ERR_LABEL_NAME', `Child registry: the label "${name}" is ${had} in its parent already. Leave it out.`);
    }
    checkLabelValue(value, undefined, `Child registry, label "${name}"`);
  }
  return checked;
}

function wrong(expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `Child registry: expected ${expected}, got ${quoted(value)}.`);
}
