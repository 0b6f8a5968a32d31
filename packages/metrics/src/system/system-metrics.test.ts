import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextIteration } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { promtoolFindings } from '../../../../test/oracles/promtool.ts';
import { Registry } from '../registry/registry.ts';
import { systemCollectorNames } from './collector-groups.ts';
import type { SystemCollectorName } from './collector-groups.ts';
import { collectSystemMetrics } from './system-metrics.ts';

/** The names of prom-client 15 with their types, on Linux; `_histogram` is of its successor's 0.16. */
const TYPES: Readonly<Record<SystemCollectorName, readonly string[]>> = {
  active_resources: ['nodejs_active_resources gauge', 'nodejs_active_handles gauge', 'nodejs_active_requests gauge'],
  process_cpu: ['process_cpu_user_seconds_total counter', 'process_cpu_system_seconds_total counter', 'process_cpu_seconds_total counter'],
  process_memory: ['process_resident_memory_bytes gauge', 'process_virtual_memory_bytes gauge', 'process_heap_bytes gauge'],
  process_files: ['process_open_fds gauge', 'process_max_fds gauge'],
  process_start: ['process_start_time_seconds gauge'],
  event_loop: ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'].map(
    (statistic) => `nodejs_eventloop_lag${statistic}_seconds gauge`,
  ),
  event_loop_utilization: ['nodejs_eventloop_utilization_histogram histogram'],
  heap: ['nodejs_heap_size_total_bytes gauge', 'nodejs_heap_size_used_bytes gauge', 'nodejs_external_memory_bytes gauge'],
  heap_spaces: ['total', 'used', 'available'].map((what) => `nodejs_heap_space_size_${what}_bytes gauge`),
  version: ['nodejs_version_info gauge'],
  gc: ['nodejs_gc_duration_seconds histogram'],
};

const onLinux = process.platform === 'linux';
const promtoolMissing = await missingDebianPackage('prometheus');

async function definedTypes(registry: Registry): Promise<string[]> {
  return (await registry.gather()).map(({ name, type }) => `${name} ${type}`);
}

/** Scrapes until the delay of the event loop has been sampled, so that every metric has a value. */
async function fullExposition(registry: Registry): Promise<string> {
  let exposition = await registry.metrics();
  while (!exposition.includes('nodejs_eventloop_lag_p99_seconds ')) {
    await nextIteration();
    exposition = await registry.metrics();
  }
  return exposition;
}

afterEach(() => void vi.restoreAllMocks());

describe('collectSystemMetrics', () => {
  it.runIf(onLinux)('defines what users know from prom-client', async () => {
    const registry = new Registry();
    const metrics = collectSystemMetrics(registry);
    const names = systemCollectorNames.filter((name) => name !== 'event_loop_utilization');
    expect(await definedTypes(registry)).toEqual(names.flatMap((name) => TYPES[name]));
    metrics.stop();
  });

  it.runIf(onLinux).each(systemCollectorNames)('collects %s alone', async (name) => {
    const registry = new Registry();
    const metrics = collectSystemMetrics(registry, { collectors: [name] });
    expect(await definedTypes(registry)).toEqual(TYPES[name]);
    metrics.stop();
    expect(await definedTypes(registry)).toEqual([]);
  });

  it('collects without an error', async () => {
    const errors: Error[] = [];
    const registry = new Registry({ onError: (error) => errors.push(error) });
    const metrics = collectSystemMetrics(registry, { eventLoopPrecisionMs: 1 });
    expect(await fullExposition(registry)).not.toContain('NaN');
    metrics.stop();
    expect(errors).toEqual([]);
  });

  it('satisfies promtool', async ({ skip }) => {
    skip(promtoolMissing !== undefined, promtoolMissing);
    const registry = new Registry();
    const metrics = collectSystemMetrics(registry, { eventLoopPrecisionMs: 1 });
    const input = await fullExposition(registry);
    metrics.stop();
    expect(await promtoolFindings(input)).toBe('');
  });

  it('refuses a name it does not know, and starts nothing', async () => {
    const registry = new Registry();
    const names = ['gc', 'gcc'] as unknown as SystemCollectorName[];
    expect(() => collectSystemMetrics(registry, { collectors: names })).toThrow(
      'collectSystemMetrics: expected collectors among active_resources, process_cpu, process_memory, process_files, process_start, event_loop, event_loop_utilization, heap, heap_spaces, version, gc, got "gcc" (string).',
    );
    expect(await definedTypes(registry)).toEqual([]);
  });

  it.each([
    [undefined, 'undefined'],
    [{ collectors: ['gc'] }, '{"collectors":["gc"]} (object)'],
  ])('refuses what is no registry: %j', (factory, got) => {
    const message = `collectSystemMetrics: expected a registry, or a child of one, as its first argument, got ${got}.`;
    expect(() => collectSystemMetrics(factory as never)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
  });

  it('leaves nothing running when a name is taken', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'nodejs_gc_duration_seconds', help: 'Taken.' });
    expect(() => collectSystemMetrics(registry)).toThrow('"nodejs_gc_duration_seconds" is defined twice');
    expect(await definedTypes(registry)).toEqual(['nodejs_gc_duration_seconds gauge']);
  });
});

describe('starting twice on one registry', () => {
  it('runs each group once, under the latest handle', async () => {
    const registry = new Registry();
    const first = collectSystemMetrics(registry, { collectors: ['version', 'heap'] });
    const second = collectSystemMetrics(registry, { collectors: ['heap'] });
    first.stop();
    expect(await definedTypes(registry)).toEqual(TYPES.heap);
    second.stop();
    expect(await definedTypes(registry)).toEqual([]);
  });

  it('takes new options', async () => {
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['gc'] });
    const metrics = collectSystemMetrics(registry, { collectors: ['gc'], gcBuckets: [0.25] });
    expect(await registry.metrics()).toContain('le="0.25"');
    metrics.stop();
  });

  it.each(['at once', 'after registry.clear()'])('leaves no event-loop monitor and no timer behind: %s', (when) => {
    const monitorPrototype = Object.getPrototypeOf(monitorEventLoopDelay()) as { enable(): boolean; disable(): boolean };
    const enabled = vi.spyOn(monitorPrototype, 'enable');
    const disabled = vi.spyOn(monitorPrototype, 'disable');
    const timers = vi.spyOn(globalThis, 'setInterval');
    const cleared = vi.spyOn(globalThis, 'clearInterval');
    const registry = new Registry();
    const collectors = ['event_loop', 'event_loop_utilization'] as const;
    collectSystemMetrics(registry, { collectors });
    if (when === 'after registry.clear()') registry.clear();
    collectSystemMetrics(registry, { collectors }).stop();
    expect(enabled).toHaveBeenCalledTimes(4);
    expect(new Set(disabled.mock.contexts)).toEqual(new Set(enabled.mock.contexts));
    expect(timers).toHaveBeenCalledTimes(2);
    expect(cleared.mock.calls.flat()).toEqual(timers.mock.results.map(({ value }) => value));
  });

  it('keeps registries apart', async () => {
    const [one, other] = [new Registry(), new Registry()];
    const metrics = collectSystemMetrics(one, { collectors: ['version'] });
    collectSystemMetrics(other, { collectors: ['version'] });
    metrics.stop();
    expect(await definedTypes(other)).toEqual(TYPES.version);
  });
});
