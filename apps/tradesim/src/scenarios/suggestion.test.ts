import { describe, expect, it } from 'vitest';
import { closest } from './suggestion.ts';

const CANDIDATES = ['count', 'budgetEuros', 'active', 'min', 'max'];

describe('did you mean', () => {
  it.each([
    ['cuont', 'count'],
    ['Count', 'count'],
    ['counts', 'count'],
    ['budget', 'budgetEuros'],
    ['budget_euros', 'budgetEuros'],
    ['aktive', 'active'],
    ['mni', undefined],
    ['mx', 'max'],
    ['a', undefined],
    ['', undefined],
    ['volume', undefined],
    ['x'.repeat(100_000), undefined],
  ])('takes %s for %s', (misspelt, meant) => {
    expect(closest(misspelt, CANDIDATES)).toBe(meant);
  });

  it('prefers the nearest candidate, then the first', () => {
    expect(closest('countz', ['county', 'countzz'])).toBe('county');
    expect(closest('abcd', ['abxx', 'abcx'])).toBe('abcx');
  });
});
