import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';

let now: number;
let registry: Registry;

beforeEach(() => {
  now = 1000;
  registry = new Registry({ clock: { now: () => now, monotonic: () => now } });
});

async function samples(): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => /^[a-z]/.test(line));
}

describe('a summary', () => {
  it('has sum and count, and no quantiles unless it is given some', async () => {
    const wait = registry.summary({ name: 'wait_seconds', help: 'Wait.', unit: 'seconds' });
    wait.observe(2);
    wait.observe(0.5);
    expect(await registry.metrics()).toBe(
      '# HELP wait_seconds Wait.\n# TYPE wait_seconds summary\nwait_seconds_sum 2.5\nwait_seconds_count 2\n',
    );
  });

  it('shows quantiles of the latest observations, each counted once, and NaN without any', async () => {
    const wait = registry.summary({
      name: 'wait',
      help: 'h',
      labelNames: ['shop'],
      quantiles: [0, 0.5, 1],
      maxAgeSeconds: 100,
      ageBuckets: 5,
    });
    const lyon = wait.labels({ shop: 'Lyon' });
    expect(await samples()).toEqual([
      'wait{shop="Lyon",quantile="0"} NaN',
      'wait{shop="Lyon",quantile="0.5"} NaN',
      'wait{shop="Lyon",quantile="1"} NaN',
      'wait_sum{shop="Lyon"} 0',
      'wait_count{shop="Lyon"} 0',
    ]);
    for (let i = 0; i < 100; i++) lyon.observe(1);
    now += 50;
    for (let i = 0; i < 101; i++) lyon.observe(8);
    expect((await samples()).map((line) => Number(line.split(' ')[1]))).toEqual([1, expect.closeTo(8, 0), 8, 908, 201]);
    now += 60;
    expect((await samples()).map((line) => Number(line.split(' ')[1]))).toEqual([8, expect.closeTo(8, 0), 8, 908, 201]);
    now += 1000;
    expect((await samples()).map((line) => Number(line.split(' ')[1]))).toEqual([NaN, NaN, NaN, 908, 201]);
  });

  it('leaves out what OpenMetrics does not allow: negative quantiles, and a sum that is no counter', async () => {
    const change = registry.summary({ name: 'change', help: 'h', quantiles: [0, 1] });
    change.observe(-3);
    change.observe(2);
    expect(encodeOpenMetrics(await registry.gather())).toBe(
      '# TYPE change summary\n# HELP change h\nchange{quantile="1.0"} 2\nchange_count 2\n# EOF\n',
    );
  });

  it.each([NaN, '5', null, undefined, 1n])('refuses to observe %s, and stays as it was', (value) => {
    const wait = registry.summary({ name: 'wait', help: 'h' });
    expect(() => wait.observe(value as number)).toThrow('Summary "wait": expected an observation that is a number');
    expect(wait.get().map((sample) => sample.value)).toEqual([0, 0]);
  });

  it('forgets everything when it is reset', async () => {
    const wait = registry.summary({ name: 'wait', help: 'h', quantiles: [0.5] });
    wait.observe(1);
    await registry.metrics();
    wait.reset();
    expect(await samples()).toEqual(['wait{quantile="0.5"} NaN', 'wait_sum 0', 'wait_count 0']);
  });

  it('times work in seconds', () => {
    const wait = registry.summary({ name: 'wait', help: 'h' });
    expect(
      wait.time(() => {
        now += 1.5;
        return 'done';
      }),
    ).toBe('done');
    expect(wait.get()).toEqual([
      { name: 'wait_sum', labels: {}, value: 1.5 },
      { name: 'wait_count', labels: {}, value: 1 },
    ]);
  });

  it('is one shape with its quantiles and its window', () => {
    registry.summary({ name: 'wait', help: 'h', quantiles: [0.5] });
    expect(() => registry.summary({ name: 'wait', help: 'h', quantiles: [0.9], maxAgeSeconds: 60 })).toThrow(
      'quantiles [0.5] against [0.9]; maxAgeSeconds 600 against 60',
    );
  });

  it('owns the names of its samples', () => {
    registry.summary({ name: 'wait', help: 'h' });
    expect(() => registry.gauge({ name: 'wait_count', help: 'h' })).toThrow(
      'its sample "wait_count" is exposed by the metric "wait" already',
    );
    expect(() => registry.summary({ name: 'other', help: 'h', labelNames: ['quantile'] })).toThrow('"quantile" (string) is reserved');
  });

  it('that idled out begins anew with the next write through its handle, also beside one that others began', async () => {
    const wait = registry.summary({ name: 'wait', help: 'h', labelNames: ['shop'], quantiles: [1], ttlSeconds: 60 });
    const held = wait.labels({ shop: 'Lyon' });
    held.observe(5);
    await samples();
    now += 100;
    expect(await samples()).toEqual([]);
    wait.labels({ shop: 'Lyon' }).observe(2);
    held.observe(3);
    expect(await samples()).toEqual(['wait{shop="Lyon",quantile="1"} 3', 'wait_sum{shop="Lyon"} 5', 'wait_count{shop="Lyon"} 2']);
  });
});
