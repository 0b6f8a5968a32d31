import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from './debian.ts';
import { PythonTextParser, float64Bits } from './text-parser.ts';

const missing = await missingDebianPackage('python3-prometheus-client');

describe('PythonTextParser', () => {
  const python = new PythonTextParser();

  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  afterAll(() => python.close());

  it('returns the families of a text', async () => {
    expect(await python.parse('# HELP c_total Count\\\\ed.\n# TYPE c_total counter\nc_total{a="\\"\\n"} -0\n')).toEqual([
      { name: 'c', help: 'Count\\ed.', type: 'counter', samples: [{ name: 'c_total', labels: { a: '"\n' }, bits: '8000000000000000' }] },
    ]);
  });

  it('throws for what is no exposition, and goes on with the next', async () => {
    await expect(python.parse('a{b="c} 1\n')).rejects.toThrow('prometheus_client refuses the text: ValueError');
    expect(await python.parse('a 1\n')).toHaveLength(1);
  });
});

it.each([
  [0, '0000000000000000'],
  [-0, '8000000000000000'],
  [1, '3ff0000000000000'],
  [Number.MIN_VALUE, '0000000000000001'],
  [Infinity, '7ff0000000000000'],
  [-Infinity, 'fff0000000000000'],
  [NaN, '7ff8000000000000'],
])('float64Bits writes %d as %s', (value, bits) => {
  expect(float64Bits(value)).toBe(bits);
});

describe('float64Bits', () => {
  it('writes every NaN alike, whatever its sign', () => {
    const negative = new DataView(new ArrayBuffer(8));
    negative.setBigUint64(0, 0xfff8000000000000n);
    expect([NaN, negative.getFloat64(0), Infinity - Infinity].map(float64Bits)).toEqual(Array(3).fill('7ff8000000000000'));
    expect([0, -0, 1].map(float64Bits)).toEqual(['0000000000000000', '8000000000000000', '3ff0000000000000']);
  });
});
