import { describe, expect, it } from 'vitest';
import { sampleNotation, writeLabels, writeName } from './name-notation.ts';

describe('writeName', () => {
  it.each([
    ['a legacy metric name', 'shop_orders:total', 'metric', 'shop_orders:total'],
    ['a legacy label name', 'till_1', 'label', 'till_1'],
    ['a colon in a label name', 'a:b', 'label', '"a:b"'],
    ['a dot', 'shop.orders', 'metric', '"shop.orders"'],
    ['a digit first', '1st', 'label', '"1st"'],
    ['what label values escape too', '"a\\b"\n', 'metric', String.raw`"\"a\\b\"\n"`],
    ['what they do not', 'é 😀\r\t\0', 'label', '"é 😀\r\t\0"'],
  ] as const)('writes %s', (_, name, kind, written) => {
    expect(writeName(name, kind)).toBe(written);
  });
});

describe('writeLabels', () => {
  it('quotes the names that need it, without a blank behind a comma', () => {
    expect(writeLabels(['shop.name', 'till', 'a:b'], ['Köln "1"', '', 'x\n'])).toBe(
      String.raw`"shop.name"="Köln \"1\"",till="","a:b"="x\n"`,
    );
  });

  it('writes no labels as nothing', () => {
    expect(writeLabels([], [])).toBe('');
  });
});

describe('sampleNotation', () => {
  it('puts a legacy name before the braces, and another into them', () => {
    expect(sampleNotation('orders_total')).toEqual({ bare: 'orders_total', opening: 'orders_total{' });
    expect(sampleNotation('orders.total')).toEqual({ bare: '{"orders.total"}', opening: '{"orders.total",' });
    expect(sampleNotation('a"b')).toEqual({ bare: String.raw`{"a\"b"}`, opening: String.raw`{"a\"b",` });
  });
});
