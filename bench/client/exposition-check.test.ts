import { describe, expect, it } from 'vitest';
import { checkMarkers, checkTotals, countChangedLines, readTotals, sumOf } from './exposition-check.mjs';

const TEXT = `# HELP bench_gauge_0 A gauge.
# TYPE bench_gauge_0 gauge
bench_gauge_0{company="a"} 1.5
bench_gauge_0{company="b"} 2

# TYPE bench_seconds_0 histogram
bench_seconds_0_bucket{le="+Inf",route="/"} 4
bench_seconds_0_sum{route="/"} 9
bench_seconds_0_count{route="/"} 4
`;

describe('readTotals', () => {
  it('counts the samples, and adds up the gauges and the observations', () => {
    expect(readTotals(Buffer.from(TEXT))).toEqual({ samples: 5, gaugeSum: 3.5, observations: 4 });
  });

  it('reads the last line without a line end', () => {
    expect(readTotals(Buffer.from('bench_gauge_0{a="x"} 7')).gaugeSum).toBe(7);
  });
});

describe('checkTotals', () => {
  const expected = { samples: 5, gaugeSum: 3.5, observations: 4 };

  it('lets a sum differ by rounding', () => {
    expect(() => checkTotals({ ...expected, gaugeSum: 3.5 + 1e-12 }, expected)).not.toThrow();
  });

  it.each([{ samples: 4 }, { gaugeSum: 3.49 }, { gaugeSum: NaN }, { observations: 5 }])('refuses %j', (wrong) => {
    expect(() => checkTotals({ ...expected, ...wrong }, expected)).toThrow('Exposition: expected');
  });
});

describe('countChangedLines', () => {
  it.each([
    [TEXT, 0],
    [TEXT.replace('1.5', '10.25'), 1],
    [TEXT.replace(' 2\n', ' 3\n').replace(' 9\n', ' 10\n'), 2],
  ])('compares line by line, whatever their lengths (%#)', (after, changed) => {
    expect(countChangedLines(Buffer.from(TEXT), Buffer.from(after))).toBe(changed);
  });

  it('refuses texts of different lines', () => {
    expect(() => countChangedLines(Buffer.from(TEXT), Buffer.from(`${TEXT}bench_gauge_1{a="x"} 1\n`))).toThrow('as many lines');
  });
});

describe('checkMarkers', () => {
  const body = (first: number, last: number) =>
    Buffer.from(`# TYPE bench_marker_first gauge\nbench_marker_first{of="body"} ${first}\n${TEXT}bench_marker_last{of="body"} ${last}\n`);

  it('accepts the values of one moment', () => {
    expect(() => checkMarkers(body(12, 12))).not.toThrow();
  });

  it.each([
    ['of two moments', body(12, 13)],
    ['without markers', Buffer.from(TEXT)],
  ])('refuses a body %s', (_, wrong) => {
    expect(() => checkMarkers(wrong)).toThrow('of one moment');
  });
});

describe('sumOf', () => {
  it('adds up the samples of a name', () => {
    expect(sumOf(TEXT, 'bench_gauge_0{')).toBe(3.5);
  });
});
