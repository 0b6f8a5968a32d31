import { describe, expect, it, vi } from 'vitest';
import { report } from './report.ts';

describe('report', () => {
  it('hands the error over', () => {
    const onError = vi.fn<(error: Error) => void>();
    const error = new Error('boom');
    report(error, onError);
    expect(onError.mock.calls).toEqual([[error]]);
    expect(() => report(error, undefined)).not.toThrow();
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('the log is down');
      },
    ],
    ['rejects with', () => Promise.reject(new Error('the log is down'))],
  ])('takes no notice of what the application %s', async (_, onError) => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    report(new Error('boom'), onError);
    await new Promise((resolve) => void setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled.mock.calls).toEqual([]);
  });
});
