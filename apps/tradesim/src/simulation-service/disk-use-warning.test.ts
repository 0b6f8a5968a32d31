import { describe, expect, it } from 'vitest';
import { DiskUseWarning, inBytes } from './disk-use-warning.ts';

const WRITTEN = { bytes: 5 * 1024 * 1024, directory: '/runs/logs', kept: 'closed segments up to 1 GiB' };

describe('the warning of disk use', () => {
  it('comes once, five seconds after the start', () => {
    const warning = new DiskUseWarning(1000);
    expect(warning.check(1000, WRITTEN)).toBeUndefined();
    expect(warning.check(1004.99, WRITTEN)).toBeUndefined();
    expect(warning.check(1005, WRITTEN)).toBe(
      'This run has no end and writes about 84.4 GiB a day to /runs/logs. Of each file it keeps closed segments up to 1 GiB, --no-ledger writes less, --turns ends the run.',
    );
    expect(warning.check(1006, WRITTEN)).toBeUndefined();
    expect(warning.check(9999, WRITTEN)).toBeUndefined();
  });

  it('waits until something has been written', () => {
    const warning = new DiskUseWarning(0);
    expect(warning.check(6, { ...WRITTEN, bytes: 0 })).toBeUndefined();
    expect(warning.check(7, WRITTEN)).toContain('a day to /runs/logs');
  });

  it('says what bounds it where nothing does', () => {
    expect(new DiskUseWarning(0).check(5, { ...WRITTEN, kept: undefined })).toBe(
      'This run has no end and writes about 84.4 GiB a day to /runs/logs. Nothing is removed; --keep-size 1G bounds it, --no-ledger writes less, --turns ends the run.',
    );
  });

  it('goes by the time that has passed, however late it is asked', () => {
    expect(new DiskUseWarning(0).check(86_400, { ...WRITTEN, bytes: 3 * 1024 })).toContain('about 3 KiB a day');
  });
});

describe('a number of bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [200_000, '195 KiB'],
    [2 ** 20, '1 MiB'],
    [2 ** 31, '2 GiB'],
    [3 * 2 ** 40, '3 TiB'],
    [2 ** 60, '1048576 TiB'],
  ])('%d is written as %s', (bytes, text) => {
    expect(inBytes(bytes)).toBe(text);
  });
});
