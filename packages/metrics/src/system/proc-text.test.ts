import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCount, parseCpuTimes, parseOpenFilesLimit, parseSizes, parseStat } from './proc-text.ts';

describe('parseSizes', () => {
  it('reads sizes in bytes and leaves other lines out', () => {
    const text =
      'Name:\tnode\nVmSize:\t 1039384 kB\nVmRSS:\t   62928 kB\nThreads:\t11\nHugePages_Total:       0\nMemAvailable:   24284036 kB\n';
    expect([...parseSizes(text)]).toEqual([
      ['VmSize', 1039384 * 1024],
      ['VmRSS', 62928 * 1024],
      ['MemAvailable', 24284036 * 1024],
    ]);
  });

  it('is empty for an empty text', () => {
    expect(parseSizes('').size).toBe(0);
  });
});

describe('parseCpuTimes', () => {
  it('counts I/O wait as idle, stolen time as busy, and guest time once', () => {
    const text = 'cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n';
    expect(parseCpuTimes(text)).toEqual({ busy: 171, total: 621 });
  });

  it('reads the four columns of old kernels', () => {
    expect(parseCpuTimes('cpu 1 2 3 4\n')).toEqual({ busy: 6, total: 10 });
  });

  it.each(['', 'cpu0 1 2 3 4\n', 'cpu  1 2\n', 'cpu\n'])('is undefined for %j', (text) => {
    expect(parseCpuTimes(text)).toBeUndefined();
  });

  it('never reads more busy than total time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 4, maxLength: 10 }), (columns) => {
        const times = parseCpuTimes(`cpu  ${columns.join(' ')}\n`)!;
        expect(times.busy).toBeGreaterThanOrEqual(0);
        expect(times.total).toBeGreaterThanOrEqual(times.busy);
      }),
    );
  });
});

describe('parseOpenFilesLimit', () => {
  const limits = (soft: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax processes             96365                96365                processes\nMax open files            ${soft}                1048576              files\n`;

  it('reads the soft limit', () => {
    expect(parseOpenFilesLimit(limits('1024'))).toBe(1024);
  });

  it('reads "unlimited" as infinity', () => {
    expect(parseOpenFilesLimit(limits('unlimited'))).toBe(Infinity);
  });

  it('is undefined without the line', () => {
    expect(parseOpenFilesLimit('Max processes 1 1 processes\n')).toBeUndefined();
  });
});

describe('parseCount and parseStat', () => {
  it.each([
    ['268435456\n', 268435456],
    ['0', 0],
    ['max\n', undefined],
    ['', undefined],
    [undefined, undefined],
    ['12 34', undefined],
  ])('reads %j as %j', (text, count) => {
    expect(parseCount(text)).toBe(count);
  });

  it('finds a line by its whole name', () => {
    const text = 'inactive_file 5\ntotal_inactive_file 70\n';
    expect(parseStat(text, 'inactive_file')).toBe(5);
    expect(parseStat(text, 'total_inactive_file')).toBe(70);
    expect(parseStat(text, 'file')).toBeUndefined();
    expect(parseStat(undefined, 'inactive_file')).toBeUndefined();
  });
});
