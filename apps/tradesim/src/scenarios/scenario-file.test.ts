import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenario } from './load-scenario.ts';
import { ScenarioError } from './scenario-error.ts';

const directory = mkdtempSync(join(tmpdir(), 'scenario-'));
afterAll(() => rmSync(directory, { recursive: true }));

function written(text: string, file = 'm.yaml'): string {
  const path = join(directory, file);
  writeFileSync(path, text);
  return path;
}

function problemsOf(text: string, overrides: readonly string[] = []): readonly string[] {
  try {
    loadScenario({ name: written(text), overrides });
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map((problem) => problem.replaceAll(`${directory}/`, ''));
    throw error;
  }
  return [];
}
const NUMBERS = `name: numbers
companies:
  count: 0
  actProbability: 30%
  maxQuantityUnits: 1.5
  maxQuantityExpensiveUnits: [1]
  budgetEuros: { min: 0.001, max: 19.999 }
  preferredTypes: { min: .nan, max: .inf }
  expensiveAboveEuros: "12"
  prosperityThresholdEuros:
`;

const TYPES = `name: types
description: { text: no }
companies: 5
products: []
suppliers:
events: { inflation: dear }
metrics: { companySeries: true, productSeries: maybe, journalEntities: "yes" }
`;

const UNKNOWN = `name: unknown
companies:
  cuont: 5
  budget: 3
count: 5
priceEuros: 1
companies.count: 3
xyzzy: 1
toString: 1
constructor: 2
__proto__: 3
5: 1
~: 2
`;

const RULES = `name: rules
products:
  count: 5
  active: { min: 6, max: 5 }
suppliers:
  priceFactor: { stockRangeUnits: 100 }
`;

const TOP_LEVEL = 'Fields of a scenario: name, description, companies, products, suppliers, events, metrics.';

const REFUSED: readonly (readonly [string, string, readonly string[]])[] = [
  ['an empty file', '', ['m.yaml:1: expected a mapping of fields, got an empty file. Start with a line such as name: my-market.']],
  ['comments only', '# later\n', ['m.yaml:1: expected a mapping of fields, got an empty file. Start with a line such as name: my-market.']],
  [
    'null at the top',
    '\nnull\n',
    ['m.yaml:2: expected a mapping of fields, got nothing (null). Start with a line such as name: my-market.'],
  ],
  ['a list at the top', '- name: a\n', ['m.yaml:1: expected a mapping of fields, got a list. Start with a line such as name: my-market.']],
  [
    'a scalar at the top',
    'classic\n',
    ['m.yaml:1: expected a mapping of fields, got "classic" (string). Start with a line such as name: my-market.'],
  ],
  ['an alias at the top', '*top\n', ['m.yaml:1: expected a value, got the alias *top. Write the value itself; aliases are not supported.']],
  [
    'no name',
    '# mine\ncompanies: {}\n',
    ['m.yaml:2: name: expected 1 to 64 characters from a-z, 0-9 and "-", got nothing (missing). Write for example name: my-market.'],
  ],
  [
    'an empty name',
    'name:\n',
    ['m.yaml:1: name: expected 1 to 64 characters from a-z, 0-9 and "-", got nothing (null). Write for example name: my-market.'],
  ],
  [
    'a name in other letters',
    'name: Mon Marché\n',
    ['m.yaml:1: name: expected 1 to 64 characters from a-z, 0-9 and "-", got "Mon Marché" (string). Write for example name: my-market.'],
  ],
  [
    'a name that is a number',
    'name: 7\n',
    [
      'm.yaml:1: name: expected 1 to 64 characters from a-z, 0-9 and "-", got 7 (number). Write a text; put it in quotes if it looks like a number.',
    ],
  ],
  [
    'a name with a line break at its end',
    'name: "a\\n"\n',
    ['m.yaml:1: name: expected 1 to 64 characters from a-z, 0-9 and "-", got "a\\n" (string). Write for example name: my-market.'],
  ],
  [
    'a long description',
    `name: a\ndescription: ${'x'.repeat(1001)}\n`,
    [
      `m.yaml:2: description: expected a text of at most 1000 characters, got "${'x'.repeat(60)}…" (string). Shorten it, or move a part into comments.`,
    ],
  ],
  [
    'numbers that are out of range, imprecise, or no numbers',
    NUMBERS,
    [
      'm.yaml:3: companies.count: expected a whole number from 1 to 1000000 (companies), got 0 (number). Choose a value in this range; the default is 3.',
      'm.yaml:4: companies.actProbability: expected a number from 0 to 1 (probability), got "30%" (string). Write a plain number; the default is 0.3.',
      'm.yaml:5: companies.maxQuantityUnits: expected a whole number from 1 to 1000000 (units), got 1.5 (number). Round it, for example to 2.',
      'm.yaml:6: companies.maxQuantityExpensiveUnits: expected a whole number from 1 to 1000000 (units), got a list. Write a plain number; the default is 20.',
      'm.yaml:7: companies.budgetEuros.min: expected a number from 0.01 to 1000000000 with at most two decimals (euros), got 0.001 (number). Choose a value in this range; the default is 18000.',
      'm.yaml:7: companies.budgetEuros.max: expected a number from 0.01 to 1000000000 with at most two decimals (euros), got 19.999 (number). Round it, for example to 20.',
      'm.yaml:8: companies.preferredTypes.min: expected a whole number from 1 to 3 (product types), got NaN (number). Choose a value in this range; the default is 1.',
      'm.yaml:8: companies.preferredTypes.max: expected a whole number from 1 to 3 (product types), got Infinity (number). Choose a value in this range; the default is 2.',
      'm.yaml:9: companies.expensiveAboveEuros: expected a number from 0 to 1000000000 with at most two decimals (euros), got "12" (string). Remove the quotes: 12.',
      'm.yaml:10: companies.prosperityThresholdEuros: expected a number from 0 to 1000000000 with at most two decimals (euros), got nothing (null). Write a value; the default is 10000.',
    ],
  ],
  [
    'values of another kind',
    TYPES,
    [
      'm.yaml:2: description: expected a text of at most 1000 characters, got a mapping. Write a text; put it in quotes if it looks like a number.',
      'm.yaml:3: companies: expected a mapping with fields such as count, got 5 (number). Write its fields, indented: count, budgetEuros, preferredTypes, actProbability, maxQuantityUnits, maxQuantityExpensiveUnits, expensiveAboveEuros, prosperityThresholdEuros.',
      'm.yaml:4: products: expected a mapping with fields such as count, got a list. Write its fields, indented: count, active, priceEuros.',
      'm.yaml:5: suppliers: expected a mapping with fields such as count, got nothing (null). Write its fields, indented, or remove the line: count, productsEach, stockUnits, priceFactor.',
      'm.yaml:6: events.inflation: expected a mapping with fields such as probability, got "dear" (string). Write its fields, indented: probability, risePercent, penaltyPercent, penaltyTurns, minRisePercent, returnAfterTurns, returnTurns, returnAbovePercent, maxTimesOrigin.',
      'm.yaml:7: metrics.companySeries: expected one of auto, on, off, got true (boolean). Choose one of them, without quotes; the default is auto.',
      'm.yaml:7: metrics.productSeries: expected one of auto, on, off, got "maybe" (string). Choose one of them, without quotes; the default is auto.',
      'm.yaml:7: metrics.journalEntities: expected true or false, got "yes" (string). Choose one of them, without quotes; the default is false.',
    ],
  ],
  [
    'unknown fields',
    UNKNOWN,
    [
      'm.yaml:3: companies.cuont: expected a known field, got "cuont" (unknown field). Did you mean companies.count?',
      'm.yaml:4: companies.budget: expected a known field, got "budget" (unknown field). Did you mean companies.budgetEuros?',
      'm.yaml:5: count: expected a known field, got "count" (unknown field). Did you mean companies.count or products.count or suppliers.count?',
      'm.yaml:6: priceEuros: expected a known field, got "priceEuros" (unknown field). Did you mean products.priceEuros?',
      'm.yaml:7: "companies.count": expected a known field, got "companies.count" (unknown field). Nest it: companies: { count: … }.',
      `m.yaml:8: xyzzy: expected a known field, got "xyzzy" (unknown field). ${TOP_LEVEL}`,
      `m.yaml:9: toString: expected a known field, got "toString" (unknown field). ${TOP_LEVEL}`,
      `m.yaml:10: constructor: expected a known field, got "constructor" (unknown field). ${TOP_LEVEL}`,
      `m.yaml:11: __proto__: expected a known field, got "__proto__" (unknown field). ${TOP_LEVEL}`,
      `m.yaml:12: 5: expected a known field, got "5" (unknown field). ${TOP_LEVEL}`,
      `m.yaml:13: "": expected a known field, got "" (unknown field). ${TOP_LEVEL}`,
    ],
  ],
  [
    'values that contradict each other or a default',
    RULES,
    [
      'm.yaml:4: products.active.min: expected at most products.active.max (5, m.yaml:4), got 6 (number). Set products.active.min to at most 5, or products.active.max to at least 6.',
      'm.yaml:3: suppliers.productsEach.max: expected at most products.count (5, m.yaml:3), got 8 (default). Set suppliers.productsEach.max to at most 5, or products.count to at least 8.',
      'm.yaml:6: suppliers.priceFactor.stockRangeUnits: expected more than suppliers.stockUnits.max (200, default) - suppliers.priceFactor.stockReferenceUnits (50, default) = 150, so that every price factor is above 0, got 100 (number). Set suppliers.priceFactor.stockRangeUnits to at least 151, or suppliers.stockUnits.max to at most 149.',
    ],
  ],
];

describe('a scenario file', () => {
  it.each(REFUSED)('is refused with %s', (_case, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('is reported together with the overrides, without rules that follow from a refused field', () => {
    expect(problemsOf('name: a\nproducts: { count: 0 }\n', ['companies.actProbability=2'])).toEqual([
      'm.yaml:2: products.count: expected a whole number from 1 to 1000000 (products), got 0 (number). Choose a value in this range; the default is 12.',
      '--set companies.actProbability=2: companies.actProbability: expected a number from 0 to 1 (probability), got 2 (number). Choose a value in this range; the default is 0.3.',
    ]);
  });

  it('is not contradicted by what an override mends', () => {
    expect(problemsOf(RULES, ['products.active.min=1', 'products.count=9', 'suppliers.stockUnits.max=149'])).toEqual([]);
  });

  it('reports at most 100 problems and the number of the others', () => {
    const names = Array.from({ length: 250 }, (_, index) => `unknown-${index}: 1\n`);
    const problems = problemsOf(`name: a\n${names.join('')}`);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('150 more problems are not shown. Mend these first.');
  });

  it('reports a bad syntax alone, and a field given twice with the other problems', () => {
    expect(problemsOf('name: a\ncompanies: { count: 0\nproducts: {}\n')).toEqual([
      'm.yaml:3: expected valid YAML or JSON, got an error (Flow map in block collection must be sufficiently indented and end with a }). Correct the syntax here or just above.',
    ]);
    expect(problemsOf('name: a\nproducts: { count: 0 }\nname: b\n')).toEqual([
      'm.yaml:2: products.count: expected a whole number from 1 to 1000000 (products), got 0 (number). Choose a value in this range; the default is 12.',
      'm.yaml:3: name: expected one value, got a second one. Remove one of the two.',
    ]);
  });

  it('survives very many fields', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `x${index}: 1\n`);
    expect(problemsOf(names.join(''))).toHaveLength(101);
  });

  it('may leave out everything but its name', () => {
    const classic = loadScenario({ overrides: [] });
    expect(loadScenario({ name: written('name: mine\n'), overrides: [] })).toEqual({ ...classic, name: 'mine', description: '' });
  });

  it('is JSON as well as YAML', () => {
    const scenario = {
      name: 'json',
      description: 'With "quotes", \u{1F30D} and\ttabs.',
      companies: { count: 7, budgetEuros: { min: 0.01, max: 19.99 } },
    };
    const loaded = loadScenario({ name: written(JSON.stringify(scenario, null, '\t'), 'm.json'), overrides: [] });
    expect(loaded).toMatchObject(scenario);
  });

  it('takes on and off for texts, whatever version of YAML it declares', () => {
    const text = '%YAML 1.1\n---\nname: on\nmetrics: { companySeries: off, productSeries: on }\n';
    const { name, metrics } = loadScenario({ name: written(text), overrides: [] });
    expect([name, metrics.companySeries, metrics.productSeries]).toEqual(['on', 'off', 'on']);
  });

  it('may begin with a byte order mark and end its lines with CR LF', () => {
    expect(loadScenario({ name: written('\uFEFFname: dos\r\ncompanies:\r\n  count: 4\r\n'), overrides: [] })).toMatchObject({
      name: 'dos',
      companies: { count: 4 },
    });
  });
});
