/** The fields of every record, with the rule each value keeps on its own. Fields that the format does not name are problems too. */

import type { Findings } from './findings.ts';
import { CONTINENTS, FAILURE_REASONS, OUTCOMES, STRATEGIES } from './records.ts';
import type { EventKind } from './records.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}
type Shape = Readonly<Record<string, Rule>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const integerFrom = (least: number): Rule => ({
  expected: `an integer >= ${least}`,
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= least,
});
const oneOf = (...values: readonly unknown[]): Rule => ({
  expected: `one of ${JSON.stringify(values)}`,
  accepts: (value) => values.includes(value),
});
const orNull = (rule: Rule): Rule => ({
  expected: `${rule.expected}, or null`,
  accepts: (value) => value === null || rule.accepts(value),
});

const count = integerFrom(0);
const positive = integerFrom(1);
const cents = integerFrom(Number.MIN_SAFE_INTEGER);
const flag = oneOf(true, false);
const text: Rule = { expected: 'a non-empty string', accepts: (value) => typeof value === 'string' && value !== '' };
const number: Rule = { expected: 'a finite number', accepts: Number.isFinite };
const factor: Rule = { expected: 'a number above 0', accepts: (value) => Number.isFinite(value) && (value as number) > 0 };
const object: Rule = { expected: 'an object', accepts: isObject };
const values: Rule = {
  expected: 'an object of numbers and nulls',
  accepts: (value) => isObject(value) && Object.values(value).every(orNull(number).accepts),
};
const types: Rule = {
  expected: 'a list of different product types',
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(text.accepts) && new Set(value).size === value.length,
};
const scenario: Rule = {
  expected:
    'a scenario with name, companies.prosperityThresholdEuros, events.inflation.returnAfterTurns and returnTurns, metrics.journalEntities',
  accepts: (value) =>
    text.accepts(at(value, 'name')) &&
    number.accepts(at(value, 'companies', 'prosperityThresholdEuros')) &&
    count.accepts(at(value, 'events', 'inflation', 'returnAfterTurns')) &&
    count.accepts(at(value, 'events', 'inflation', 'returnTurns')) &&
    flag.accepts(at(value, 'metrics', 'journalEntities')),
};

const opening = { seq: positive, turn: oneOf(0), kind: text };
const change = { seq: positive, turn: positive, kind: text };
const place = { name: text, country: text, continent: oneOf(...CONTINENTS) };

const EVENT_SHAPES: Readonly<Record<EventKind, Shape>> = {
  run_started: {
    ...opening,
    format: oneOf(1),
    version: text,
    run: text,
    seed: count,
    started: number,
    platform: orNull(object),
    scenario_hash: text,
    scenario,
    ledger: flag,
  },
  account_opened: { ...opening, holder: oneOf('treasury', 'company', 'supplier'), account: text, balance: cents },
  company_created: { ...opening, ...place, company: text, strategy: oneOf(...STRATEGIES), preferred_types: types },
  product_created: { ...opening, product: text, name: text, type: text, price: positive, active: flag },
  supplier_created: { ...opening, ...place, supplier: text },
  line_created: { ...opening, supplier: text, product: text, stock: count, factor, price: positive },
  price_changed: { ...change, product: text, price: positive, cause: oneOf('inflation', 'return') },
  budget_recharged: { ...change, company: text, amount: positive },
  stock_added: { ...change, supplier: text, product: text, quantity: positive, stock: count, cause: oneOf('restock', 'supplier_recharge') },
  product_switched: { ...change, product: text, active: flag },
  inflation: { ...change, target: oneOf('product', 'type'), type: orNull(text), products: positive },
  budget_recharge: { ...change, companies: positive, amount: positive },
  restock: { ...change, products: positive, quantity: positive },
  availability: { ...change, deactivated: count, activated: count },
  supplier_recharge: { ...change, suppliers: positive, lines: positive, quantity: positive },
  run_ended: { ...change, turn: count, reason: oneOf('completed', 'interrupted', 'terminated', 'crashed') },
};

const ATTEMPT_SHAPE: Shape = {
  seq: positive,
  turn: positive,
  company: text,
  strategy: oneOf(...STRATEGIES),
  product: orNull(text),
  supplier: orNull(text),
  outcome: oneOf(...OUTCOMES),
  reason: orNull(oneOf(...FAILURE_REASONS)),
  quantity: count,
  unit_price: orNull(positive),
  amount: count,
};

const METRICS_SHAPE: Shape = { seq: positive, turn: positive, timestamp: number, metrics: values };

/** Checks a line of events.jsonl against the fields of its kind. */
export function checkEventShape(record: Fields, subject: string, findings: Findings): void {
  const kind = String(record['kind']);
  if (Object.hasOwn(EVENT_SHAPES, kind)) checkShape(record, EVENT_SHAPES[kind as EventKind], { subject: `${subject} (${kind})`, findings });
  else findings.add(subject, 'a kind of the format', record['kind']);
}

/** Checks a line of transactions.jsonl. */
export function checkAttemptShape(record: Fields, subject: string, findings: Findings): void {
  checkShape(record, ATTEMPT_SHAPE, { subject, findings });
}

/** Checks a line of metrics.jsonl; its `runtime` may be absent. */
export function checkMetricsShape(record: Fields, subject: string, findings: Findings): void {
  const shape = 'runtime' in record ? { ...METRICS_SHAPE, runtime: object } : METRICS_SHAPE;
  checkShape(record, shape, { subject, findings });
}

function checkShape(record: Fields, shape: Shape, { subject, findings }: { subject: string; findings: Findings }): void {
  for (const [field, rule] of Object.entries(shape)) {
    if (!rule.accepts(record[field])) findings.add(`${subject} ${field}`, rule.expected, field in record ? record[field] : 'nothing');
  }
  for (const field of Object.keys(record)) {
    if (!Object.hasOwn(shape, field)) findings.add(`${subject} ${field}`, 'no such field', record[field]);
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), value);
}
