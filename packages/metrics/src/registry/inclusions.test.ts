import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import type { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from './registry.ts';

let registry: Registry;
let other: Registry;
let errors: MetricsError[];

beforeEach(() => {
  errors = [];
  registry = new Registry({ onError: (error) => void errors.push(error as MetricsError) });
  other = new Registry();
});

const namesOf = (families: readonly MetricFamily[]): string[] => families.map(({ name }) => name);
const shown = async (from = registry): Promise<string[]> => namesOf(await from.gather());

describe('an included registry', () => {
  it('is exposed behind the metrics of the one that includes it, with its labels', async () => {
    other
      .child({ labels: { region: 'eu' } })
      .counter({ name: 'x_total', help: 'X.' })
      .inc();
    registry.gauge({ name: 'a', help: 'A.' });
    registry.include(other);
    registry.gauge({ name: 'b', help: 'B.' });
    expect(await registry.metrics()).toBe(`# HELP a A.
# TYPE a gauge
a 0
# HELP b B.
# TYPE b gauge
b 0
# HELP x_total X.
# TYPE x_total counter
x_total{region="eu"} 1
`);
    expect(encodeOpenMetrics(await registry.gather())).toContain('x_total{region="eu"} 1\n# EOF\n');
  });

  it('brings metrics that it defines later, and those that it includes itself, each once', async () => {
    const [left, right, both] = [new Registry(), new Registry(), new Registry()];
    registry.include(left);
    registry.include(right);
    registry.include(right);
    left.include(both);
    right.include(both);
    both.gauge({ name: 'both', help: 'h' });
    right.gauge({ name: 'right', help: 'h' });
    left.gauge({ name: 'left', help: 'h' });
    expect(await shown()).toEqual(['left', 'right', 'both']);
    expect(await shown(right)).toEqual(['right', 'both']);
  });

  it('is exposed until all who have included it have ended that', async () => {
    other.gauge({ name: 'x', help: 'h' });
    const ends = [registry.include(other), registry.include(other)];
    ends[0]!();
    ends[0]!();
    expect(await shown()).toEqual(['x']);
    ends[1]!();
    expect(await shown()).toEqual([]);
    registry.include(other);
    registry.clear();
    registry.include(other);
    for (const end of ends) end();
    expect(await shown()).toEqual(['x']);
  });

  it('is exposed no more after the function that include returned, nor after clear()', async () => {
    other.gauge({ name: 'x', help: 'h' });
    const end = registry.include(other);
    expect(await shown()).toEqual(['x']);
    end();
    expect(await shown()).toEqual([]);
    registry.gauge({ name: 'x', help: 'taken' });
    expect(() => registry.include(other)).toThrow('its sample "x" is exposed by');
    registry.clear();
    registry.include(other);
    registry.clear();
    expect(await shown()).toEqual([]);
    expect(() => registry.histogram({ name: 'x', help: 'free' })).not.toThrow();
  });
});

describe('metrics that would have one name', () => {
  const message = (name: string, sample: string, owner: string): string =>
    `Metric "${name}": its sample "${sample}" is exposed by the metric "${owner}" of a registry that `;

  it.each([
    ['the same metric', 'x_total'],
    ['a sample of one', 'wait_count'],
  ])('are refused when one includes the other: %s', async (_, name) => {
    registry.counter({ name: 'x_total', help: 'h' });
    registry.histogram({ name: 'wait', help: 'h' });
    other[name === 'x_total' ? 'counter' : 'gauge']({ name, help: 'h' });
    const owner = name === 'x_total' ? name : 'wait';
    expect(() => registry.include(other)).toThrow(
      expect.objectContaining({
        code: 'ERR_METRIC_NAME',
        message: `${message(name, name, owner)}would be exposed together with its own already. Rename one of them.`,
      }),
    );
    expect(await shown()).toEqual(['x_total', 'wait']);
    expect(await shown(other)).toEqual([name]);
  });

  it('are refused when either defines the second, however far apart they are', async () => {
    const [root, deep, sibling] = [new Registry(), new Registry(), new Registry()];
    root.include(other);
    other.include(deep);
    root.include(sibling);
    deep.histogram({ name: 'wait', help: 'h' });
    sibling.gauge({ name: 'size', help: 'h' });
    const exposedTogether = 'is exposed together with this one already. Rename one of them.';
    for (const each of [root, other, sibling]) {
      expect(() => each.gauge({ name: 'wait_sum', help: 'h' })).toThrow(message('wait_sum', 'wait_sum', 'wait') + exposedTogether);
    }
    expect(() => deep.summary({ name: 'size', help: 'h' })).toThrow(message('size', 'size', 'size') + exposedTogether);
    sibling.unregister('size');
    deep.summary({ name: 'size', help: 'h' });
    expect(await shown(root)).toEqual(['wait', 'size']);
  });

  it('are fine in registries that nobody exposes together', async () => {
    const sibling = new Registry();
    for (const each of [other, sibling]) each.gauge({ name: 'size', help: 'h' });
    registry.include(other);
    const another = new Registry();
    another.include(sibling);
    expect([await shown(), await shown(another)]).toEqual([['size'], ['size']]);
    expect(() => another.include(registry)).toThrow(message('size', 'size', 'size'));
    expect(() => registry.include(sibling)).toThrow(message('size', 'size', 'size'));
  });
});

describe('what cannot be included', () => {
  it('is a registry that includes this one, by whatever way', () => {
    const third = new Registry();
    registry.include(other);
    other.include(third);
    const message = 'Registry: expected a registry that does not include this one, got one that does. Include one in the other only.';
    for (const each of [registry, other, third]) {
      expect(() => third.include(each)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
    }
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['registry', '"registry" (string)'],
    [{ gather: true }, '{"gather":true} (object)'],
    [{ getMetricsAsJSON: () => [] }, 'one of prom-client. Pass promClientFamilies(registry) of @tradesim/metrics/prom-client'],
  ])('is %j', (value, got) => {
    const message = `Registry, what it includes: expected a registry or a gatherer, got ${got}.`;
    expect(() => registry.include(value as never)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
  });

  it('is a gatherer whose name can be no label value', () => {
    expect(() => registry.include({ name: 5 as never, gather: async () => [] })).toThrow(
      'Included gatherer, its name: expected a string, got 5 (number).',
    );
  });
});

describe('collectors of an included registry', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const never = (metrics: readonly string[] = []) => ({ name: 'never', metrics, collect: () => new Promise<void>(() => undefined) });

  it('run once for all who gather at the same time, in whatever registry', async () => {
    const runs = other.counter({ name: 'runs_total', help: 'h' });
    other.addCollector({ name: 'c', collect: async () => runs.inc() });
    registry.include(other);
    const [one, two, alone] = await Promise.all([registry.gather(), registry.gather(), other.gather()]);
    expect(one).toBe(two);
    expect(namesOf(alone)).toEqual(['runs_total']);
    expect(runs.get()[0]?.value).toBe(1);
    expect(await registry.gather()).not.toBe(one);
    expect(runs.get()[0]?.value).toBe(2);
  });

  it('share a result with who comes later, also after they have finished themselves', async () => {
    let finish = (): void => undefined;
    registry.addCollector({ name: 'slow', collect: () => new Promise<void>((resolve) => (finish = resolve)) });
    const collect = vi.fn<() => void>();
    other.addCollector({ name: 'fast', collect });
    registry.include(other);
    const first = registry.gather();
    await vi.advanceTimersByTimeAsync(5);
    const second = registry.gather();
    finish();
    expect(await second).toBe(await first);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  it('cost no others when they fail, and are reported where they were added', async () => {
    const reported: string[] = [];
    const failing = new Registry({ selfMetricsPrefix: 'plugin', onError: ({ message }) => void reported.push(message) });
    for (const name of ['a', 'b']) failing.gauge({ name, help: 'h' });
    failing.addCollector({
      name: 'broken',
      metrics: ['a'],
      collect: () => {
        throw new Error('no answer');
      },
    });
    registry.include(failing);
    registry.gauge({ name: 'own', help: 'h' });
    const text = await registry.metrics();
    expect(text).toContain('plugin_registry_collector_errors_total{collector="broken"} 1\n');
    expect(text.match(/^[a-z]+ 0$/gm)).toEqual(['own 0', 'b 0']);
    expect([reported, errors]).toEqual([['Collector "broken" failed: no answer'], []]);
  });

  it('have as much time as their registry gives them, and are left out alone of a scrape that has less', async () => {
    const slow = new Registry({ collectorTimeoutMs: 60_000 });
    for (const name of ['a', 'b']) slow.gauge({ name, help: 'h' });
    slow.addCollector(never(['a']));
    registry.include(slow);
    const [hasty, patient] = [registry.gather({ timeoutMs: 10 }), registry.gather()];
    await vi.advanceTimersByTimeAsync(10);
    expect(namesOf(await hasty)).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(59_990);
    expect(namesOf(await patient)).toEqual(['b']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are told when nobody waits for them any more', async () => {
    const reasons: unknown[] = [];
    other.addCollector({
      name: 'c',
      collect: (signal) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        return new Promise<void>(() => undefined);
      },
    });
    registry.include(other);
    const gathered = [registry.gather({ timeoutMs: 10 }), other.gather({ timeoutMs: 20 })];
    await vi.advanceTimersByTimeAsync(19);
    expect(reasons).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(gathered);
    expect(reasons).toEqual([new Error('it took longer than the 20 ms of this scrape')]);
  });
});
