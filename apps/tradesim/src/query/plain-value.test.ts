import { describe, expect, it } from 'vitest';
import { directoryOf, rowsOf, skipWithoutDuckDB } from '../../../../test/support/query.ts';

skipWithoutDuckDB();

async function valueOf(expression: string): Promise<unknown> {
  const [row] = await rowsOf(directoryOf({}), `select ${expression}`);
  return row![0];
}

describe('a value of DuckDB', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['7', 7],
    ['7::bigint', 7],
    ['9007199254740991::bigint', 9007199254740991],
    ['9007199254740992::bigint', '9007199254740992'],
    ["'-9223372036854775808'::bigint", '-9223372036854775808'],
    ['sum(x) from (values (1::bigint), (2)) t(x)', 3],
    ['170141183460469231731687303715884105727::hugeint', '170141183460469231731687303715884105727'],
    ['1.5::double', 1.5],
    ["'nan'::double", 'NaN'],
    ["'-infinity'::double", '-Infinity'],
    ['1.10', 1.1],
    ['0.1::decimal(38, 37)', 0.1],
    ['1000.0', 1000],
    ['0.00', 0],
    ['12345678901234567.89', '12345678901234567.89'],
    ["'é\"€😀'", 'é"€😀'],
    ["['a', null]", ['a', null]],
    ["{'a': {'b': 9007199254740992::bigint}}", { a: { b: '9007199254740992' } }],
    ["map {'a': [1], 'b': null}", { a: [1], b: null }],
    ["map {1: 'one'}", { 1: 'one' }],
    ['\'{"a": [1, null]}\'::json', { a: [1, null] }],
    ['json_extract(\'{"a": "text"}\', \'$.a\')', 'text'],
    ["date '2026-11-26'", '2026-11-26'],
    ["timestamp '2026-11-26 08:15:56.399'", '2026-11-26 08:15:56.399'],
    ["interval '90 minutes'", '01:30:00'],
    ["'a'::enum('a', 'b')", 'a'],
    ['union_value(n := 1)', 1],
  ])('%s becomes JSON', async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });
});
