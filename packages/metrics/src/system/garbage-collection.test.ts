import { PerformanceObserver } from 'node:perf_hooks';
import type { PerformanceEntry } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { collectSystemMetrics } from './system-metrics.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function count(exposition: string, kind: string): number {
  return Number(new RegExp(`^nodejs_gc_duration_seconds_count\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(exposition)?.[1]);
}

/** Counts major collections beside the library, since its creation. */
function majorCollections(): () => number {
  let majors = 0;
  const add = (entries: readonly (PerformanceEntry & { detail?: { kind: number } })[]): void => {
    majors += entries.filter(({ detail }) => detail?.kind === 4).length;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    add(observer.takeRecords());
    observer.disconnect();
    return majors;
  };
}

afterEach(() => void vi.restoreAllMocks());

describe('gc', () => {
  it('counts every collection by the next scrape, not one per batch', async () => {
    const registry = new Registry();
    const countMajors = majorCollections();
    const metrics = collectSystemMetrics(registry, { collectors: ['gc'] });
    for (let i = 0; i < 42; i++) collectGarbage();
    const majors = count(await registry.metrics(), 'major');
    metrics.stop();
    expect(majors).toBeGreaterThanOrEqual(42);
    expect(majors).toBe(countMajors());
  });

  it('counts once when started twice on a registry', async () => {
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['gc'] });
    const countMajors = majorCollections();
    const metrics = collectSystemMetrics(registry, { collectors: ['gc'] });
    for (let i = 0; i < 5; i++) collectGarbage();
    const majors = count(await registry.metrics(), 'major');
    metrics.stop();
    expect(majors).toBeGreaterThanOrEqual(5);
    expect(majors).toBe(countMajors());
  });

  it('shows every kind from the start, in buckets one can choose', async () => {
    const registry = new Registry();
    const metrics = collectSystemMetrics(registry, { collectors: ['gc'], gcBuckets: [0.5] });
    const exposition = await registry.metrics();
    metrics.stop();
    for (const kind of ['major', 'minor', 'incremental', 'weakcb']) {
      expect(count(exposition, kind)).toBeGreaterThanOrEqual(0);
      expect(exposition).toContain(`nodejs_gc_duration_seconds_bucket{kind="${kind}",le="0.5"} `);
    }
    expect(exposition.match(/le="/g)).toHaveLength(8);
  });

  it('is absent where garbage collections cannot be observed', async () => {
    vi.spyOn(PerformanceObserver as unknown as { supportedEntryTypes: readonly string[] }, 'supportedEntryTypes', 'get').mockReturnValue([
      'mark',
    ]);
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['gc'] });
    expect(await registry.metrics()).toBe('');
  });

  it('ends every observer it has started, also those left behind by registry.clear()', async () => {
    const started = vi.spyOn(PerformanceObserver.prototype, 'observe');
    const ended = vi.spyOn(PerformanceObserver.prototype, 'disconnect');
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['gc'] });
    registry.clear();
    const metrics = collectSystemMetrics(registry, { collectors: ['gc'] });
    expect(await registry.metrics()).toContain('nodejs_gc_duration_seconds_count');
    metrics.stop();
    metrics.stop();
    expect(started).toHaveBeenCalledTimes(2);
    expect(new Set(ended.mock.contexts)).toEqual(new Set(started.mock.contexts));
    expect(ended).toHaveBeenCalledTimes(2);
  });
});
