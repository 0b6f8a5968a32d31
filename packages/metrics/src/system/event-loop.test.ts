import { setImmediate as nextIteration } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { collectSystemMetrics } from './system-metrics.ts';
import type { SystemMetricsOptions } from './system-metrics.ts';

function registryWithLoop(options: SystemMetricsOptions = {}): { registry: Registry; stop: () => void } {
  const registry = new Registry();
  const metrics = collectSystemMetrics(registry, { ...options, collectors: ['event_loop'] });
  return { registry, stop: () => metrics.stop() };
}

function value(exposition: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(exposition)?.[1] ?? NaN);
}

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('event_loop', () => {
  it('measures the loop, not the rendering of the scrape before nor the other collectors (client_js#561)', async () => {
    let now = 0;
    const { registry, stop } = registryWithLoop({ clock: { monotonic: () => now } });
    registry.addCollector({ name: 'busy', collect: () => void (now += 11) });
    await registry.gather();
    const renderingSeconds = 7;
    now += renderingSeconds;
    await nextIteration();
    expect(value(await registry.metrics(), 'nodejs_eventloop_lag_seconds')).toBe(0);
    stop();
  });

  it('shows an iteration that blocks while the scrape waits', async () => {
    let now = 0;
    const { registry, stop } = registryWithLoop({ clock: { monotonic: () => now } });
    setImmediate(() => setImmediate(() => (now += 0.25)));
    expect(value(await registry.metrics(), 'nodejs_eventloop_lag_seconds')).toBe(0.25);
    stop();
  });

  it('leaves statistics out until there is a sample', async () => {
    const { registry, stop } = registryWithLoop({ eventLoopPrecisionMs: 100_000 });
    expect(await registry.metrics()).not.toMatch(/^nodejs_eventloop_lag_(min|max|mean|stddev|p\d+)_seconds/m);
    stop();
  });

  it('shows how long the loop was blocked', async () => {
    const { registry, stop } = registryWithLoop({ eventLoopPrecisionMs: 5 });
    let exposition = '';
    while (!(value(exposition, 'nodejs_eventloop_lag_max_seconds') > 0.03)) {
      block(60);
      await nextIteration();
      exposition = await registry.metrics();
    }
    const longest = value(exposition, 'nodejs_eventloop_lag_max_seconds');
    for (const name of ['min', 'mean', 'p50', 'p90', 'p99']) {
      expect(value(exposition, `nodejs_eventloop_lag_${name}_seconds`)).toBeGreaterThanOrEqual(0);
      expect(value(exposition, `nodejs_eventloop_lag_${name}_seconds`)).toBeLessThanOrEqual(longest);
    }
    stop();
  });

  it.each([
    [{ eventLoopPrecisionMs: 0 }, 'collectSystemMetrics: expected eventLoopPrecisionMs to be an integer >= 1, got 0 (number).'],
    [{ eventLoopPrecisionMs: 2.5 }, 'collectSystemMetrics: expected eventLoopPrecisionMs to be an integer >= 1, got 2.5 (number).'],
    [{ eventLoopWindowSeconds: NaN }, 'collectSystemMetrics: expected eventLoopWindowSeconds to be a finite number > 0, got NaN (number).'],
  ])('refuses %j', (options, message) => {
    expect(() => collectSystemMetrics(new Registry(), options)).toThrow(message);
  });
});
