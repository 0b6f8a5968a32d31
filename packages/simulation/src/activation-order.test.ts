import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActivationOrder } from './activation-order.ts';

function sorted(keys: readonly number[], order = new ActivationOrder(keys.length)): number[] {
  order.clear();
  keys.forEach((key, entity) => order.add(entity, key));
  return [...order.sort().subarray(0, order.count)];
}

function expected(keys: readonly number[]): number[] {
  return keys.map((_, entity) => entity).toSorted((a, b) => keys[a]! - keys[b]! || a - b);
}

const key = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x80000000, 0xffffffff));

describe('ActivationOrder', () => {
  it('sorts by key, equal keys in the order of adding, few and many', () => {
    const few = fc.array(key, { maxLength: 48 });
    const many = fc.array(key, { minLength: 49, maxLength: 400 });
    fc.assert(
      fc.property(fc.oneof(few, many), (keys) => {
        expect(sorted(keys)).toEqual(expected(keys));
      }),
    );
  });

  it('forgets the last turn when cleared', () => {
    const order = new ActivationOrder(500);
    const many = Array.from({ length: 500 }, (_, index) => (index * 7919) % 503);
    sorted(many, order);
    expect(sorted([3, 1, 2], order)).toEqual([1, 2, 0]);
    expect(order.count).toBe(3);
  });

  it('does not reorder the others when an entity is added', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 100 }), key, (keys, added) => {
        const without = sorted([...keys, added]).filter((entity) => entity < keys.length);
        expect(without).toEqual(sorted(keys));
      }),
    );
  });
});
