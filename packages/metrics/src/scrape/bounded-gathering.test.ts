import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gatherer } from '../model/collector.ts';
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { boundedGathering } from './bounded-gathering.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a gathering', () => {
  it('is given up after two minutes', async () => {
    const never: Gatherer = { gather: () => new Promise(() => {}) };
    const failure = boundedGathering(never, {}).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await failure).toEqual(
      new MetricsError(
        'ERR_EXPORTER',
        'Exporter: expected the gatherer to answer within 120 s, got nothing. Include it in a Registry, which bounds it and serves the rest.',
      ),
    );
  });

  it('that answers in time leaves no timer', async () => {
    const families: MetricFamily[] = [];
    const late: Gatherer = { gather: () => new Promise((resolve) => setTimeout(() => resolve(families), 119_000)) };
    const given = boundedGathering(late, {});
    await vi.advanceTimersByTimeAsync(119_000);
    expect(await given).toBe(families);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, Gatherer['gather']]>([
    ['rejects', () => Promise.reject(new Error('boom'))],
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
  ])('fails as the gatherer does that %s', async (_, gather) => {
    await expect(boundedGathering({ gather }, {})).rejects.toThrow('boom');
  });
});
