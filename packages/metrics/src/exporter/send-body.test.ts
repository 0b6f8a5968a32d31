import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { metricsHandler } from './handler.ts';
import type { MetricsHandlerOptions } from './handler.ts';

/** About 3 MB of text whose values tell the moment. */
function largeRegistry(): { registry: Registry; setAll: (value: number) => void } {
  const registry = new Registry();
  const gauge = registry.gauge({ name: 'shop_stock_units', help: 'Stock.', labelNames: ['product'], maxSeries: 50_000 });
  const handles = Array.from({ length: 50_000 }, (_, i) => gauge.labels({ product: `product-${i}-é` }));
  return { registry, setAll: (value) => handles.forEach((handle) => handle.set(value)) };
}

async function serve(registry: Registry, options: MetricsHandlerOptions = {}): Promise<number> {
  const server = createServer(metricsHandler(registry, options)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function get(port: number, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  const asked = request({ port, host: '127.0.0.1', headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

describe('a large exposition over HTTP', () => {
  it('is one moment, although the values change while it is read', async () => {
    const { registry, setAll } = largeRegistry();
    setAll(1);
    const port = await serve(registry);
    const response = await get(port);
    setAll(2222);
    const [body, later] = await Promise.all([text(response), get(port).then(text)]);
    expect(body.match(/ 1\n/g)).toHaveLength(50_000);
    expect(later.match(/ 2222\n/g)).toHaveLength(50_000);
    expect(body).not.toContain('2222\n');
  });

  it('is the same for scrapers that read at the same time, some of them slowly', async () => {
    const { registry, setAll } = largeRegistry();
    setAll(7);
    const port = await serve(registry);
    const slow = await get(port);
    const others = await Promise.all(Array.from({ length: 5 }, () => get(port).then(text)));
    const expected = await registry.metrics();
    for (const body of [...others, await text(slow)]) expect(body === expected).toBe(true);
  });

  it('is compressed for those who ask', async () => {
    const { registry, setAll } = largeRegistry();
    setAll(3);
    const response = await get(await serve(registry), { 'Accept-Encoding': 'gzip' });
    expect(response.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' });
    const chunks = (await response.toArray()) as Buffer[];
    expect(gunzipSync(Buffer.concat(chunks)).toString() === (await registry.metrics())).toBe(true);
  });

  it.each(['identity', 'gzip;q=0', 'br'])('is not compressed for %s, nor where the application does not want it', async (encoding) => {
    const registry = new Registry();
    registry.counter({ name: 'shop_orders_total', help: 'Orders.' });
    const response = await get(await serve(registry), { 'Accept-Encoding': encoding });
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(await text(response)).toBe(await registry.metrics());
    const plain = await get(await serve(registry, { gzip: false }), { 'Accept-Encoding': 'gzip' });
    expect([plain.headers['content-encoding'], await text(plain)]).toEqual([undefined, await registry.metrics()]);
  });

  it('lets a client go that does not read on', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'shop_big', help: 'Big.', labelNames: ['a'] }).labels({ a: 'x'.repeat(64 * 2 ** 20) });
    registry.gauge({ name: 'shop_next', help: 'Next.', labelNames: ['a'] }).labels({ a: 'x'.repeat(2 ** 20) });
    const server = createServer(metricsHandler(registry, { idleTimeoutMs: 20 })).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const letGo = once(server, 'request').then(([, response]) => once(response as ServerResponse, 'close'));
    const response = await get((server.address() as AddressInfo).port);
    response.pause();
    await letGo;
    await expect(text(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('ends the connection, and not politely, when a piece cannot be made after the first byte', async () => {
    const { registry } = largeRegistry();
    const families = await registry.gather();
    const broken = { name: 'shop_broken', help: 'Broken.', type: 'gauge', unit: undefined, visit: () => undefined } as const;
    const errors: unknown[] = [];
    const failing = {
      ...broken,
      constLabels: { names: [], values: [] },
      labelNames: ['a'],
      withheld: false,
      omitNaN: false,
      row: { kind: 'value', createdAt: undefined } as const,
      table: { width: 1, rowCount: 1, blocks: [new Float64Array(1)], labelValues: [['x']], labelId: fail },
    };
    const server = createServer(metricsHandler({ gather: async () => [...families, failing] }, { onError: (error) => errors.push(error) }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const response = await get((server.address() as AddressInfo).port);
    await expect(text(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(errors).toEqual([new Error('No labels.')]);
  });
});

function fail(): never {
  throw new Error('No labels.');
}
