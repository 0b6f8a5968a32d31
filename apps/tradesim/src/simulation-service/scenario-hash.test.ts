import { describe, expect, it } from 'vitest';
import { loadScenario } from '../scenarios/index.ts';
import { scenarioHash } from './scenario-hash.ts';

describe('the hash of a scenario', () => {
  it('is the same whatever the order of its fields', () => {
    expect(scenarioHash({ a: 1, b: { c: [1, { e: 2, d: 3 }], f: null } })).toBe(
      scenarioHash({ b: { f: null, c: [1, { d: 3, e: 2 }] }, a: 1 }),
    );
  });

  it('differs with any parameter, and with the order of a list', () => {
    const hashes = [['companies.count=4'], ['companies.count=5'], []].map((overrides) => scenarioHash(loadScenario({ overrides })));
    expect(new Set([...hashes, scenarioHash({ a: [1, 2] }), scenarioHash({ a: [2, 1] })]).size).toBe(5);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(scenarioHash(loadScenario({ overrides: [] }))).toBe(hashes[2]);
  });
});
