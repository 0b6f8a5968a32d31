import { describe, expect, it } from 'vitest';
import { Results } from './results.mjs';
import { renderTargets } from './targets.mjs';

const forms = { observe: ['a', 'b'] };
const subjects = ['tradesim', 'prom-client'].map((name) => ({ name, title: name, forms }));

function rowOf(nanoseconds: readonly number[]): string | undefined {
  const results = new Results();
  const place = { measure: 'observe', case: '11 buckets' };
  for (const value of nanoseconds) results.add({ ...place, subject: 'tradesim', form: 'a' }, { nanoseconds: value });
  results.add({ ...place, subject: 'prom-client', form: 'a' }, { nanoseconds: 2000 });
  results.add({ ...place, subject: 'prom-client', form: 'b' }, { nanoseconds: 1000 });
  return renderTargets(results, subjects)
    .split('\n')
    .find((line) => line.includes('observe()'));
}

describe('renderTargets', () => {
  it.each([
    [[10], '| `observe()` | ≥ 40× | 100× | met, 2.50 times as good |'],
    [[50], '| `observe()` | ≥ 40× | 20.0× | missed, 2.00 times too slow or too large |'],
    [[10, 1000, 50], '| `observe()` | ≥ 40× | 20.0× | missed, 2.00 times too slow or too large |'],
    [[], '| `observe()` | ≥ 40× |  | not measured |'],
  ])('compares the median of %j ns with the best form of prom-client', (nanoseconds, row) => {
    expect(rowOf(nanoseconds)).toBe(row);
  });
});
