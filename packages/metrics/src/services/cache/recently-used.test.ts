import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

describe('RecentlyUsed', () => {
  it('drops what was not used for the longest time, where looking without using does not count', () => {
    const map = new RecentlyUsed<number>(2);
    expect([map.add('a', 1), map.add('b', 2)]).toEqual([false, false]);
    map.use('a');
    map.peek('b');
    expect(map.add('c', 3)).toBe(true);
    expect(['a', 'b', 'c'].map((key) => map.peek(key))).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  it('takes any text as a key', () => {
    const map = new RecentlyUsed<number>(1);
    map.add('', 1);
    map.add('__proto__', 2);
    expect([map.use(''), map.use('__proto__'), map.use('toString')]).toEqual([undefined, 2, undefined]);
  });

  const keys = fc.constantFrom('', 'a', 'b', 'c', 'd');
  const operations = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constantFrom('use' as const, 'peek' as const, 'add' as const, 'delete' as const), key: keys }),
      fc.record({ kind: fc.constant('clear' as const), key: keys }),
    ),
  );

  it('agrees with a list in the order of use', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), operations, (maxEntries, steps) => {
        const map = new RecentlyUsed<number>(maxEntries);
        let model: (readonly [string, number])[] = [];
        for (const [i, { kind, key }] of steps.entries()) {
          const known = model.find(([each]) => each === key);
          const others = model.filter((each) => each !== known);
          if (kind === 'clear') {
            map.clear();
            model = [];
          } else if (kind === 'delete') {
            expect(map.delete(key)).toBe(known !== undefined);
            model = others;
          } else if (kind === 'add' && known === undefined) {
            expect(map.add(key, i)).toBe(model.length === maxEntries);
            model = [...model, [key, i] as const].slice(-maxEntries);
          } else {
            expect(kind === 'peek' ? map.peek(key) : map.use(key)).toBe(known?.[1]);
            if (kind !== 'peek' && known !== undefined) model = [...others, known];
          }
          expect(map.size).toBe(model.length);
        }
        for (const [key, value] of model) expect(map.peek(key)).toBe(value);
      }),
    );
  });
});
