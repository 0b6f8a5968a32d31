import { createServer } from 'node:net';
import { setImmediate as nextIteration } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { typeCounts } from './active-resources.ts';
import { collectSystemMetrics } from './system-metrics.ts';

function gaugeAndCounts(): { shown: () => Record<string, number>; setCounts: (types: Iterable<string>) => void } {
  const gauge = new Registry().gauge({ name: 'things', help: 'Things by type.', labelNames: ['type'] });
  return { shown: () => Object.fromEntries(gauge.get().map(({ labels, value }) => [labels['type'], value])), setCounts: typeCounts(gauge) };
}

describe('typeCounts', () => {
  it('counts each type, and shows types that have gone as 0', () => {
    const { shown, setCounts } = gaugeAndCounts();
    setCounts(['Socket', 'Server', 'Socket']);
    expect(shown()).toEqual({ Socket: 2, Server: 1 });
    setCounts(['Server']);
    expect(shown()).toEqual({ Socket: 0, Server: 1 });
  });

  it('stays bounded with any number of types, and loses none of them', () => {
    const { shown, setCounts } = gaugeAndCounts();
    for (let round = 0; round < 3; round++) setCounts(Array.from({ length: 500 }, (_, i) => `Type${i + round * 100}`));
    const counts = shown();
    expect(Object.keys(counts)).toHaveLength(50);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(500);
    expect(counts['other']).toBe(500);
  });
});

describe('active_resources', () => {
  it('shows a server while it listens', async () => {
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['active_resources', 'event_loop', 'gc'] });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const during = await registry.metrics();
    await new Promise<unknown>((resolve) => server.close(resolve));
    await nextIteration();
    const after = await registry.metrics();
    registry.clear();
    const servers = (text: string): number[] =>
      ['resources{type="TCPServerWrap"}', 'handles{type="Server"}'].map((series) =>
        Number(text.split(`nodejs_active_${series} `)[1]?.split('\n')[0]),
      );
    const [resources, handles] = servers(during);
    expect(servers(after)).toEqual([resources! - 1, handles! - 1]);
  });

  it('does not count the waits of the groups beside it', async () => {
    const registry = new Registry();
    const metrics = collectSystemMetrics(registry, { collectors: ['gc', 'event_loop', 'active_resources'] });
    const immediates = process.getActiveResourcesInfo().filter((type) => type === 'Immediate').length;
    const exposition = await registry.metrics();
    metrics.stop();
    expect(Number(/nodejs_active_resources\{type="Immediate"\} (\d+)/.exec(exposition)?.[1] ?? 0)).toBe(immediates);
  });
});
