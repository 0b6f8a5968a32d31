import { describe, expect, it } from 'vitest';
import { MetricsError, quoted } from './errors.ts';

describe('quoted', () => {
  it.each([
    ['a string', 'a "b"\n', String.raw`"a \"b\"\n" (string)`],
    ['a number', -1.5, '-1.5 (number)'],
    ['NaN', Number.NaN, 'NaN (number)'],
    ['a bigint', 1n, '1 (bigint)'],
    ['a boolean', true, 'true (boolean)'],
    ['a symbol', Symbol('s'), 'Symbol(s) (symbol)'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an array', ['a', 1], '["a",1] (object)'],
    ['an object', { a: 1 }, '{"a":1} (object)'],
    ['an object without prototype', Object.create(null), '{} (object)'],
    ['half a surrogate pair', '\ud800', String.raw`"\ud800" (string)`],
  ])('shows %s with its type', (_, value, text) => {
    expect(quoted(value)).toBe(text);
  });

  it('cuts long values', () => {
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(78)}… (string)`);
  });

  it('survives values that cannot be printed', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(quoted(circular)).toBe('an unprintable object (object)');
    expect(quoted({ toJSON: () => undefined })).toBe('an object (object)');
    expect(quoted({ big: 1n })).toBe('an unprintable object (object)');
  });
});

describe('MetricsError', () => {
  it('carries its code and its cause', () => {
    const cause = new TypeError('below');
    const error = new MetricsError('ERR_VALUE', 'above', { cause });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.message, error.cause]).toEqual(['MetricsError', 'ERR_VALUE', 'above', cause]);
  });
});
