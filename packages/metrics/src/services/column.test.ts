import { describe, expect, it } from 'vitest';
import { combinations, onceFor } from './column.ts';

describe('combinations', () => {
  it('lists every combination, the last label running fastest', () => {
    expect(combinations({ strategy: ['cheapest', 'by_type'], outcome: ['bought', 'failed', 'refused'] })).toEqual([
      { strategy: 'cheapest', outcome: 'bought' },
      { strategy: 'cheapest', outcome: 'failed' },
      { strategy: 'cheapest', outcome: 'refused' },
      { strategy: 'by_type', outcome: 'bought' },
      { strategy: 'by_type', outcome: 'failed' },
      { strategy: 'by_type', outcome: 'refused' },
    ]);
  });

  it('lists the values of a single label', () => {
    expect(combinations({ state: ['open', 'done'] })).toEqual([{ state: 'open' }, { state: 'done' }]);
  });
});

describe('onceFor', () => {
  it('makes the label sets of a list once, and anew for another list that is equal', () => {
    const made: (readonly string[])[] = [];
    const labelSets = onceFor((slugs: readonly string[]) => {
      made.push(slugs);
      return slugs.map((company) => ({ company }));
    });
    const slugs = ['a', 'b'];
    expect(labelSets(slugs)).toBe(labelSets(slugs));
    expect(labelSets(slugs)).toEqual([{ company: 'a' }, { company: 'b' }]);
    expect(labelSets(['a', 'b'])).not.toBe(labelSets(slugs));
    expect(made).toEqual([slugs, ['a', 'b']]);
  });

  it('hands further arguments on when it makes the label sets', () => {
    const labelSets = onceFor((codes: Int32Array, names: readonly string[]) => Array.from(codes, (code) => ({ company: names[code]! })));
    expect(labelSets(Int32Array.of(1, 0), ['a', 'b'])).toEqual([{ company: 'b' }, { company: 'a' }]);
  });
});
