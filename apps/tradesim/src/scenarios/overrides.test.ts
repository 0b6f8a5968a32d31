import { describe, expect, it } from 'vitest';
import { loadScenario } from './load-scenario.ts';
import { ScenarioError } from './scenario-error.ts';

function problemsOf(...overrides: readonly string[]): readonly string[] {
  try {
    loadScenario({ overrides });
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

const COUNT_RULE = 'expected a whole number from 1 to 1000000 (companies)';

const REFUSED: readonly (readonly [override: string, problem: string])[] = [
  ['companies.count', '--set companies.count: expected PATH=VALUE, got no "=". Write for example --set companies.count=3.'],
  ['inflation', '--set inflation: expected PATH=VALUE, got no "=". Write for example --set companies.count=1000.'],
  ['', '--set : expected PATH=VALUE, got no "=". Write for example --set companies.count=1000.'],
  [
    'companies.count=abc',
    `--set companies.count=abc: companies.count: ${COUNT_RULE}, got "abc" (string). Write a plain number; the default is 3.`,
  ],
  [
    'companies.count=0',
    `--set companies.count=0: companies.count: ${COUNT_RULE}, got 0 (number). Choose a value in this range; the default is 3.`,
  ],
  [
    'companies.count=1,000',
    `--set companies.count=1,000: companies.count: ${COUNT_RULE}, got "1,000" (string). Write a plain number; the default is 3.`,
  ],
  ['companies.count=2.5', `--set companies.count=2.5: companies.count: ${COUNT_RULE}, got 2.5 (number). Round it, for example to 3.`],
  ['companies.count="5"', `--set companies.count="5": companies.count: ${COUNT_RULE}, got "5" (string). Remove the quotes: 5.`],
  ['companies.count=', `--set companies.count=: companies.count: ${COUNT_RULE}, got nothing (missing). Write a value; the default is 3.`],
  ['companies.count=[5]', `--set companies.count=[5]: companies.count: ${COUNT_RULE}, got a list. Write a plain number; the default is 3.`],
  [
    'companies.count={a: 1}',
    `--set companies.count={a: 1}: companies.count: ${COUNT_RULE}, got a mapping. Write a plain number; the default is 3.`,
  ],
  [
    'companies.count=*a',
    '--set companies.count=*a: companies.count: expected a value, got the alias *a. Write the value itself; aliases are not supported.',
  ],
  [
    'name="abc',
    '--set name="abc: name: expected valid YAML or JSON, got an error (Missing closing "quote). Correct the syntax here or just above.',
  ],
  [
    'companies.cuont=5',
    '--set companies.cuont=5: companies.cuont: expected a known field, got "cuont" (unknown field). Did you mean companies.count?',
  ],
  [
    'compnies.cuont=5',
    '--set compnies.cuont=5: compnies.cuont: expected a known field, got "cuont" (unknown field). Did you mean companies.count?',
  ],
  [
    'maxTimesOrigin=5',
    '--set maxTimesOrigin=5: maxTimesOrigin: expected a known field, got "maxTimesOrigin" (unknown field). Did you mean events.inflation.maxTimesOrigin?',
  ],
  [
    'companies.count.max=5',
    '--set companies.count.max=5: companies.count.max: expected a known field, got "max" (unknown field). companies.count is a value and has no fields.',
  ],
  [
    'products.=5',
    '--set products.=5: products."": expected a known field, got "" (unknown field). Fields of products: count, active, priceEuros.',
  ],
  [
    '__proto__.count=5',
    '--set __proto__.count=5: __proto__.count: expected a known field, got "count" (unknown field). Did you mean companies.count or products.count or suppliers.count?',
  ],
  [
    'products.active=5',
    '--set products.active=5: expected the path of a value, got products.active, which has fields. Set one of them: products.active.min, products.active.max.',
  ],
  [
    'metrics.journalEntities=1',
    '--set metrics.journalEntities=1: metrics.journalEntities: expected true or false, got 1 (number). Choose one of them, without quotes; the default is false.',
  ],
  [
    `name=${'x'.repeat(65)}`,
    `--set "name=${'x'.repeat(55)}…": name: expected 1 to 64 characters from a-z, 0-9 and "-", got "${'x'.repeat(60)}…" (string). Write for example name: my-market.`,
  ],
];

describe('overrides', () => {
  it.each(REFUSED)('refuse %j', (override, problem) => {
    expect(problemsOf(override)).toEqual([problem]);
  });

  it('set values of every kind', () => {
    const overrides = [
      'name=mine',
      'description="a: b"',
      'companies.count=1e3',
      'companies.budgetEuros.min=19.99',
      'metrics.companySeries=off',
      'metrics.journalEntities=true',
    ];
    const { name, description, companies, metrics } = loadScenario({ overrides });
    expect({ name, description, count: companies.count, min: companies.budgetEuros.min }).toEqual({
      name: 'mine',
      description: 'a: b',
      count: 1000,
      min: 19.99,
    });
    expect(metrics).toMatchObject({ companySeries: 'off', journalEntities: true });
  });

  it('set the value after the first equals sign', () => {
    expect(loadScenario({ overrides: ['description=a=b'] }).description).toBe('a=b');
  });

  it('win in the order they are given', () => {
    expect(loadScenario({ overrides: ['companies.count=5', 'companies.count=6'] }).companies.count).toBe(6);
  });

  it('are reported all at once', () => {
    expect(problemsOf('companies.count=0', 'products.cuont=1', 'nothing')).toHaveLength(3);
  });

  it('that contradict defaults say everything that is to be set with them', () => {
    expect(problemsOf('products.count=5')).toEqual([
      '--set products.count=5: products.active.min: expected at most products.count (5, --set products.count=5), got 8 (default). Set products.active.min to at most 5, or products.count to at least 8.',
      '--set products.count=5: products.active.max: expected at most products.count (5, --set products.count=5), got 12 (default). Set products.active.max to at most 5, or products.count to at least 12.',
      '--set products.count=5: suppliers.productsEach.max: expected at most products.count (5, --set products.count=5), got 8 (default). Set suppliers.productsEach.max to at most 5, or products.count to at least 8.',
    ]);
    const mended = ['products.count=5', 'products.active.min=5', 'products.active.max=5', 'suppliers.productsEach.max=5'];
    expect(problemsOf(...mended)).toEqual([]);
  });
});
