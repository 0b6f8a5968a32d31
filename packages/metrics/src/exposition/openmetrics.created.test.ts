import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { encodeOpenMetrics } from './text.ts';

let now: number;
let registry: Registry;

beforeEach(() => {
  now = 1_520_430_000.123;
  registry = new Registry({ clock: { now: () => now, monotonic: () => now } });
});

async function samples(createdTimestamps = true): Promise<string[]> {
  const document = encodeOpenMetrics(await registry.gather(), { createdTimestamps });
  return document.split('\n').filter((line) => /^[a-z]/.test(line));
}

describe('created timestamps', () => {
  it('follow each series that counts, and say when it began', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['a'] });
    const wait = registry.histogram({ name: 'wait', help: 'h', buckets: [1] });
    registry.gauge({ name: 'stock', help: 'h' });
    orders.labels({ a: '1' }).inc();
    now += 60;
    orders.labels({ a: '2' });
    wait.observe(-1);
    expect(await samples()).toEqual([
      'orders_total{a="1"} 1',
      'orders_created{a="1"} 1520430000.123',
      'orders_total{a="2"} 0',
      'orders_created{a="2"} 1520430060.123',
      'wait_bucket{le="1.0"} 1',
      'wait_bucket{le="+Inf"} 1',
      'wait_created 1520430000.123',
      'stock 0',
    ]);
  });

  it('move when a series is set back to 0, or removed and begun anew', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['a'] });
    orders.labels({ a: '1' }).inc();
    now = 2_000_000_000;
    orders.reset();
    expect(await samples()).toEqual(['orders_total{a="1"} 0', 'orders_created{a="1"} 2000000000']);
    now += 5;
    orders.remove({ a: '1' });
    orders.labels({ a: '1' });
    expect(await samples()).toEqual(['orders_total{a="1"} 0', 'orders_created{a="1"} 2000000005']);
  });

  it('are left out unless they are asked for', async () => {
    registry.counter({ name: 'orders_total', help: 'h' });
    expect(await samples(false)).toEqual(['orders_total 0']);
  });

  it('are left out while the clock tells no time', async () => {
    now = NaN;
    registry.counter({ name: 'orders_total', help: 'h' });
    expect(await samples()).toEqual(['orders_total 0']);
  });

  it('make no difference to the text format', async () => {
    registry.counter({ name: 'orders_total', help: 'h' });
    expect(await registry.metrics()).toBe('# HELP orders_total h\n# TYPE orders_total counter\norders_total 0\n');
  });
});
