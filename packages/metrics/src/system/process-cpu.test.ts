import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { risingTo } from './process-cpu.ts';
import { collectSystemMetrics } from './system-metrics.ts';

afterEach(() => void vi.restoreAllMocks());

describe('risingTo', () => {
  it('follows any totals and never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(), fc.constant(NaN))), (totals) => {
        const counter = new Registry().counter({ name: 'followed_total', help: 'A total kept elsewhere.' });
        const follow = risingTo(counter);
        for (const [i, total] of totals.entries()) {
          follow(total);
          const highest = Math.max(0, ...totals.slice(0, i + 1).filter((seen) => !Number.isNaN(seen)));
          expect(counter.get()[0]!.value).toBe(highest);
        }
      }),
    );
  });
});

describe('process_cpu', () => {
  it('shows the CPU time since the process began', async () => {
    const readings = [
      { user: 1_500_000, system: 250_000 },
      { user: 1_500_000, system: 240_000 },
      { user: 2_000_000, system: 500_000 },
    ];
    vi.spyOn(process, 'cpuUsage').mockImplementation(() => readings.shift()!);
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['process_cpu'] });
    const scrape = async (): Promise<string[]> => (await registry.metrics()).split('\n').filter((line) => line.startsWith('process'));
    expect(await scrape()).toEqual([
      'process_cpu_user_seconds_total 1.5',
      'process_cpu_system_seconds_total 0.25',
      'process_cpu_seconds_total 1.75',
    ]);
    expect(await scrape()).toContain('process_cpu_system_seconds_total 0.25');
    expect(await scrape()).toEqual([
      'process_cpu_user_seconds_total 2',
      'process_cpu_system_seconds_total 0.5',
      'process_cpu_seconds_total 2.5',
    ]);
  });
});
