import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { LeafField, NumberField } from './field.ts';
import { leaves } from './field-paths.ts';
import { leafSchema, rounded } from './schema.ts';

const named = leaves.map(([path, field]): [string, LeafField] => [path.join('.'), field]);
const numbers = named.filter((entry): entry is [string, NumberField] => entry[1].kind === 'number');

function accepts(field: LeafField, value: unknown): boolean {
  return v.is(leafSchema(field), value);
}

describe('the schema of a field', () => {
  it.each(named)('%s accepts its default', (_path, field) => {
    expect(accepts(field, field.default)).toBe(true);
  });

  it.each(numbers)('%s accepts both ends of its range and nothing beyond', (_path, field) => {
    const grain = field.decimals === 0 ? 1 : 0.01;
    expect([field.min, field.max].map((value) => accepts(field, value))).toEqual([true, true]);
    expect([field.min - grain, field.max + grain, NaN, Infinity, -Infinity].map((value) => accepts(field, value))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each(named)('%s refuses values of other kinds', (_path, field) => {
    const others = [null, undefined, [], {}, field.kind === 'text' ? 1 : 'text', field.kind === 'flag' ? 0 : true];
    expect(others.filter((value) => accepts(field, value))).toEqual([]);
  });

  it('turns -0 into 0, which JSON keeps', () => {
    const zeros = numbers.filter(([, field]) => field.min === 0);
    expect(zeros.map(([, field]) => v.parse(leafSchema(field), -0))).toEqual(zeros.map(() => 0));
  });
});

describe('rounding to cents', () => {
  it('leaves every amount with two decimals as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 99 }), (euros, cents) => {
        const written = Number(`${euros}.${String(cents).padStart(2, '0')}`);
        expect(rounded(written, 2)).toBe(written);
      }),
    );
  });

  it('changes every amount with a third decimal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 1, max: 999 }), (euros, mills) => {
        fc.pre(mills % 10 !== 0);
        const written = Number(`${euros}.${String(mills).padStart(3, '0')}`);
        expect(rounded(written, 2)).not.toBe(written);
      }),
    );
  });
});
