/**
 * Labels of a metric, as types and as checked data. A closed label lists its values; an open one takes any string.
 */
import { MetricsError, quoted } from './errors.ts';
import { checkLabelName } from './names.ts';
import type { LabelNameRules } from './names.ts';

/** The values a label may take: any string, or one of a closed list. */
export type LabelDomain = 'open' | readonly string[];

/** Label names with the values they may take, in the order of exposition. */
export type LabelDomains = Readonly<Record<string, LabelDomain>>;

/** The label set that `labels()` takes, for a list of label names. */
export type LabelsOfNames<Names extends readonly string[]> = { readonly [Name in Names[number]]: string };

/** The label set that `labels()` takes, for labels with domains. */
export type LabelsOfDomains<Domains extends LabelDomains> = {
  readonly [Name in keyof Domains]: Domains[Name] extends readonly (infer Value extends string)[] ? Value : string;
};

/** The value of each label by its name: what tells the series of one metric apart. */
export type LabelSet = Readonly<Record<string, string>>;

/** The value every label takes in the series that collects what exceeds `maxSeries`. */
export const OVERFLOW_VALUE = '__overflow__';

/** The checked labels of one metric. */
export interface LabelSchema {
  readonly names: readonly string[];
  /** One entry per name; undefined where the label is open. */
  readonly allowed: readonly (ReadonlySet<string> | undefined)[];
}

/**
 * Checks the label options of a metric.
 * @throws {MetricsError} ERR_LABEL_NAME, ERR_LABEL_VALUE for a closed value, ERR_METRIC_OPTIONS when both or malformed options are given.
 */
export function labelSchema(
  options: { readonly labelNames?: readonly string[] | undefined; readonly labels?: LabelDomains | undefined },
  subject: string,
  rules: LabelNameRules,
): LabelSchema {
  if (options.labelNames !== undefined && options.labels !== undefined) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `${subject}: expected labelNames or labels, got both. Keep the one that says more: labels.`,
    );
  }
  const domains = options.labels === undefined ? openDomains(options.labelNames, subject) : givenDomains(options.labels, subject);
  const names = domains.map(([name]) => name);
  for (const name of names) checkLabelName(name, subject, rules);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined)
    throw new MetricsError('ERR_LABEL_NAME', `${subject}: the label name "${repeated}" is given twice. Remove one.`);
  return { names, allowed: domains.map(([name, domain]) => allowedValues(domain, `${subject}, label "${name}"`)) };
}

function openDomains(labelNames: readonly string[] | undefined, subject: string): [string, LabelDomain][] {
  if (labelNames === undefined) return [];
  if (!isList(labelNames)) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected labelNames to be an array of strings, got ${quoted(labelNames)}.`);
  }
  return atLeastOne(
    Array.from(labelNames, (name) => [name, 'open']),
    subject,
  );
}

function givenDomains(labels: LabelDomains, subject: string): [string, LabelDomain][] {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `${subject}: expected labels to be an object such as { company: 'open' }, got ${quoted(labels)}. A list of names is called labelNames.`,
    );
  }
  return atLeastOne(Object.entries(labels), subject);
}

function atLeastOne(domains: [string, LabelDomain][], subject: string): [string, LabelDomain][] {
  if (domains.length > 0) return domains;
  throw new MetricsError(
    'ERR_METRIC_OPTIONS',
    `${subject}: expected at least one label, got none. Leave the option out for a metric without labels.`,
  );
}

function allowedValues(domain: LabelDomain, subject: string): ReadonlySet<string> | undefined {
  if (domain === 'open') return undefined;
  const values: readonly unknown[] = isList(domain) ? [...domain] : [];
  if (values.length === 0 || !values.every((value) => typeof value === 'string')) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected 'open' or a list of at least one string, got ${quoted(domain)}.`);
  }
  const allowed = new Set(values);
  if (allowed.size !== values.length) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `${subject}: expected values that differ, got ${quoted(domain)}. Remove the repeated one.`,
    );
  }
  for (const value of values) checkWellFormed(value, subject);
  return allowed;
}

/** How many combinations closed labels have, 1 without labels; undefined when a label is open. */
export function combinationCount(schema: LabelSchema): number | undefined {
  let count = 1;
  for (const values of schema.allowed) {
    if (values === undefined) return undefined;
    count *= values.size;
  }
  return count;
}

/** All combinations of closed labels, first label outermost. */
export function combinations(schema: LabelSchema): string[][] {
  let rows: string[][] = [[]];
  for (const values of schema.allowed) rows = rows.flatMap((row) => Array.from(values ?? [], (value) => [...row, value]));
  return rows;
}

/**
 * Checks a label set against the schema and returns its values in the order of the names. It reads each value once, so
 * that what was checked is what is used.
 * @throws {MetricsError} ERR_LABEL_SET with all missing and unknown names, ERR_LABEL_VALUE for the first value refused.
 */
export function checkedLabelValues(schema: LabelSchema, labels: unknown, subject: string): string[] {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) {
    throw new MetricsError('ERR_LABEL_SET', `${subject}: expected an object with the labels ${list(schema.names)}, got ${quoted(labels)}.`);
  }
  const given = Object.keys(labels);
  const missing = schema.names.filter((name) => !Object.hasOwn(labels, name));
  const unknown = given.filter((name) => !schema.names.includes(name));
  if (missing.length + unknown.length > 0) {
    const problems = [missing.length > 0 ? `missing ${list(missing)}` : '', unknown.length > 0 ? `unknown ${list(unknown)}` : ''].filter(
      Boolean,
    );
    throw new MetricsError(
      'ERR_LABEL_SET',
      `${subject}: expected exactly the labels ${list(schema.names)}, got ${list(given)}: ${problems.join(', ')}.`,
    );
  }
  return schema.names.map((name, i) => {
    const value: unknown = (labels as LabelSet)[name];
    checkLabelValue(value, schema.allowed[i], `${subject}, label "${name}"`);
    return value;
  });
}

/**
 * Checks a label set that may lack some labels, and returns its values in the order of the names, undefined where one
 * is lacking.
 * @throws {MetricsError} ERR_LABEL_SET with all unknown names, ERR_LABEL_VALUE for the first value refused.
 */
export function checkedPartialLabelValues(schema: LabelSchema, labels: unknown, subject: string): (string | undefined)[] {
  const isObject = typeof labels === 'object' && labels !== null && !Array.isArray(labels);
  const unknown = isObject ? Object.keys(labels).filter((name) => !schema.names.includes(name)) : [];
  if (!isObject || unknown.length > 0) {
    const problem = isObject ? `unknown ${list(unknown)}` : `got ${quoted(labels)}`;
    throw new MetricsError('ERR_LABEL_SET', `${subject}: expected an object with some of the labels ${list(schema.names)}, ${problem}.`);
  }
  return schema.names.map((name, i) => {
    if (!Object.hasOwn(labels, name)) return undefined;
    const value: unknown = (labels as LabelSet)[name];
    checkLabelValue(value, schema.allowed[i], `${subject}, label "${name}"`);
    return value;
  });
}

/**
 * Checks one label value.
 * @throws {MetricsError} ERR_LABEL_VALUE
 */
export function checkLabelValue(value: unknown, allowed: ReadonlySet<string> | undefined, subject: string): asserts value is string {
  if (typeof value !== 'string') {
    throw new MetricsError(
      'ERR_LABEL_VALUE',
      `${subject}: expected a string, got ${quoted(value)}. Convert it where it is known what it means.`,
    );
  }
  if (allowed !== undefined) {
    if (allowed.has(value)) return;
    throw new MetricsError(
      'ERR_LABEL_VALUE',
      `${subject}: expected one of ${list([...allowed])}, got ${quoted(value)}. Add it to the definition, or make the label open.`,
    );
  }
  if (value === OVERFLOW_VALUE) {
    throw new MetricsError('ERR_LABEL_VALUE', `${subject}: "${OVERFLOW_VALUE}" is kept for what exceeds maxSeries. Choose another value.`);
  }
  checkWellFormed(value, subject);
}

function checkWellFormed(value: string, subject: string): void {
  if (value.isWellFormed()) return;
  throw new MetricsError(
    'ERR_LABEL_VALUE',
    `${subject}: expected text that can be written as UTF-8, got ${quoted(value)} with half a surrogate pair. Call toWellFormed() on it.`,
  );
}

/** As Array.isArray, but the elements keep their type. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => JSON.stringify(name)).join(', ');
}
