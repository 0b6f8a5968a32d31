/** The example as a reader would run it: compiled, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../test/support/application.ts';
import { until } from '../../test/support/until.ts';

const SOURCE = fileURLToPath(new URL('web-shop.ts', import.meta.url));

/** Starts the example; it ends with the test. */
async function start(): Promise<{ readonly shop: string; readonly metrics: string }> {
  const file = join(temporaryDirectory(), 'web-shop.mjs');
  const bundle = await rolldown({ input: SOURCE, platform: 'node' });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  const example = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0', METRICS_PORT: '0', TURN_SECONDS: '0.02' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const ended = once(example, 'exit');
    example.kill();
    await ended;
  });
  const [line] = (await once(createInterface({ input: example.stdout }), 'line')) as [string];
  const [, shop, metrics] = /on (\S+), its metrics are at (\S+)$/.exec(line) as unknown as [string, string, string];
  return { shop, metrics };
}

it('serves three business metrics with their history', async () => {
  const { shop, metrics } = await start();
  const post = async (path: string): Promise<string> => (await fetch(`${shop}${path}`, { method: 'POST' })).text();
  const samples = async (): Promise<string[]> => (await (await fetch(metrics)).text()).match(/^shop_(?:orders|waiting).*$/gm) ?? [];
  expect(await post('/orders?payment=card&euros=12.5')).toBe('1\n');
  expect(await post('/orders?payment=invoice&euros=3')).toBe('2\n');
  expect(await post('/orders?euros=3')).toBe('3\n');
  expect(await post('/shipments?order=2')).toBe('true\n');
  await until('two orders that wait', async () => (await samples()).includes('shop_waiting_orders 2'));
  expect(await samples()).toEqual(
    expect.arrayContaining(['shop_orders_total{payment="card"} 1', 'shop_orders_total{payment="invoice"} 2']),
  );
  await until('12 turns without an order', async () => (await samples()).includes('shop_waiting_orders_trend 0'));
  const history = (await (await fetch(shop)).json()) as number[];
  expect(history.slice(-12)).toEqual(Array.from({ length: 12 }, () => 2));
  expect((await fetch(metrics.replace('/metrics', '/health'))).status).toBe(200);
});

it('takes fewer than 60 lines', () => {
  expect(readFileSync(SOURCE, 'utf8').trimEnd().split('\n').length).toBeLessThan(60);
});
