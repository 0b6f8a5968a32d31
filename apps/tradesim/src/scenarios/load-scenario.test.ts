import { describe, expect, it } from 'vitest';
import { loadScenario } from './load-scenario.ts';
import { leaves } from './field-paths.ts';
import { presetSource, presets } from './presets.ts';
import { checkFields } from './validate-fields.ts';
import { ScenarioError } from './scenario-error.ts';

function nested(values: Readonly<Record<string, unknown>>): unknown {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const parent = names
      .slice(0, -1)
      .reduce<Record<string, unknown>>((inner, name) => (inner[name] ??= {}) as Record<string, unknown>, root);
    parent[names.at(-1)!] = value;
  }
  return root;
}

const UNKNOWN: readonly (readonly [name: string, recipe: string])[] = [
  ['clasic', 'Did you mean classic? A file ends in .yaml, .yml or .json, or contains a slash: ./my-market.yaml.'],
  ['Classic', 'Did you mean classic? A file ends in .yaml, .yml or .json, or contains a slash: ./my-market.yaml.'],
  ['bazaar', 'A file ends in .yaml, .yml or .json, or contains a slash: ./my-market.yaml.'],
  ['', 'A file ends in .yaml, .yml or .json, or contains a slash: ./my-market.yaml.'],
];

describe('loading a scenario', () => {
  it('loads classic when nothing is asked for', () => {
    expect(loadScenario({ overrides: [] })).toEqual(loadScenario({ name: 'classic', overrides: [] }));
    expect(loadScenario({ overrides: [] }).name).toBe('classic');
  });

  it.each(UNKNOWN)('refuses the unknown preset %j', (name, recipe) => {
    const problem = `scenario: expected a preset (classic) or a file, got ${JSON.stringify(name)} (string). ${recipe}`;
    expect(() => loadScenario({ name, overrides: [] })).toThrow(new ScenarioError([problem]));
  });

  it.each(['none.yaml', 'none.yml', 'none.json', 'NONE.YAML', './none', 'none/'])('takes %j for a file', (name) => {
    expect(() => loadScenario({ name, overrides: [] })).toThrow(/: expected a readable file, got EN/);
  });

  it('gives a scenario that survives JSON, with the same fields in the same order', () => {
    const scenario = loadScenario({
      overrides: ['companies.actProbability=-0', 'companies.budgetEuros.min=19.99', 'description="\\u2028 \\ud800"'],
    });
    const text = JSON.stringify(scenario);
    expect(JSON.parse(text)).toStrictEqual(scenario);
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
  });

  it('orders the fields as the table does, whatever sets them', () => {
    const overridden = loadScenario({ overrides: ['metrics.productSeries=on', 'products.count=12', 'companies.count=1', 'name=a'] });
    const paths = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === 'object' ? paths(inner as object).map((path) => `${name}.${path}`) : [name],
      );
    expect(paths(overridden)).toEqual(leaves.map(([path]) => path.join('.')));
  });

  it('gives every caller a scenario of its own', () => {
    const first = loadScenario({ overrides: [] });
    expect(loadScenario({ overrides: [] }).companies.budgetEuros).not.toBe(first.companies.budgetEuros);
  });

  it.each([...presets])('has a preset %s that a file could state', (_name, preset) => {
    expect(checkFields(nested(preset)).problems).toEqual([]);
    expect([...checkFields(nested(preset)).values.keys()]).toEqual([...presetSource(preset).settings.keys()]);
  });
});

describe('ScenarioError', () => {
  it('has one line per problem', () => {
    const error = new ScenarioError(['one', 'two']);
    expect([error.name, error.message, error.problems]).toEqual(['ScenarioError', 'one\ntwo', ['one', 'two']]);
  });
});
