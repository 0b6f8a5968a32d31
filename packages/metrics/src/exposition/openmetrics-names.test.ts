import { describe, expect, it } from 'vitest';
import { familyNameOf, reservedNames, unitOf } from './openmetrics-names.ts';

describe('familyNameOf', () => {
  it.each([
    ['orders_total', 'counter', 'orders'],
    ['orders.count_total', 'counter', 'orders.count'],
    ['orders_total_total', 'counter', 'orders_total'],
    ['build_info', 'info', 'build'],
    ['budget_total', 'gauge', 'budget_total'],
    ['build_info', 'gauge', 'build_info'],
    ['wait_seconds', 'histogram', 'wait_seconds'],
    ['wait_total', 'histogram', 'wait_total'],
    ['wait_seconds', 'summary', 'wait_seconds'],
    ['state', 'stateset', 'state'],
    ['orders_total', 'unknown', 'orders_total'],
  ] as const)('%s is, as a %s, of the family %s', (name, type, familyName) => {
    expect(familyNameOf(name, type)).toBe(familyName);
  });

  it.each([
    ['orders', 'counter'],
    ['orderstotal', 'counter'],
    ['_total', 'counter'],
    ['build', 'info'],
    ['_info', 'info'],
  ] as const)('%s can be no %s', (name, type) => {
    expect(familyNameOf(name, type)).toBeUndefined();
  });
});

it('reservedNames are the family and every suffix of its type', () => {
  expect(reservedNames('a', 'counter')).toEqual(['a', 'a_total', 'a_created']);
  expect(reservedNames('a', 'histogram')).toEqual(['a', 'a_bucket', 'a_sum', 'a_count', 'a_created']);
  expect(reservedNames('a', 'gauge')).toEqual(['a']);
  expect(reservedNames('a', 'info')).toEqual(['a', 'a_info']);
});

describe('unitOf', () => {
  it.each([
    ['the unit that ends the name', 'wait_seconds', 'histogram', 'seconds', 'seconds'],
    ['a unit of two words', 'speed_meters_per_second', 'gauge', 'meters_per_second', 'meters_per_second'],
    ['no unit', 'wait_seconds', 'gauge', undefined, undefined],
    ['an empty unit', 'wait_', 'gauge', '', undefined],
    ['a unit that the name does not have', 'some_measure', 'counter', 'seconds', undefined],
    ['a unit without its underscore', 'waitseconds', 'gauge', 'seconds', undefined],
    ['a unit that is the whole name', 'seconds', 'gauge', 'seconds', undefined],
    ['a unit before the suffix', 'wait_seconds_total', 'unknown', 'seconds', undefined],
    ['the unit of an info', 'wait_seconds', 'info', 'seconds', undefined],
    ['the unit of a state set', 'wait_seconds', 'stateset', 'seconds', undefined],
    ['a unit that would end the line', 'wait_\n# EOF', 'gauge', '\n# EOF', undefined],
  ] as const)('takes %s as it should', (_, familyName, type, unit, expected) => {
    expect(unitOf(familyName, type, unit)).toBe(expected);
  });
});
