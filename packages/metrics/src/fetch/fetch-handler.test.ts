import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { metricsHandler } from '../exporter/handler.ts';
import type { Gatherer } from '../model/collector.ts';
import type { MetricFamily, StoredFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { metricsFetchHandler } from './fetch-handler.ts';
import type { MetricsFetchHandlerOptions } from './fetch-handler.ts';

afterEach(() => void vi.useRealTimers());

function ask(headers: Readonly<Record<string, string>> = {}, init: RequestInit = {}, path = '/metrics'): Request {
  return new Request(`http://shop.example${path}`, { headers, ...init });
}

function shopRegistry(): Registry {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed in “é”.' }).inc(3);
  registry.gauge({ name: 'shop_stock', help: 'Stock.' });
  return registry;
}

/** Several chunks of text whose values tell the moment. */
function largeRegistry(): { registry: Registry; setAll: (value: number) => void } {
  const registry = new Registry();
  const gauge = registry.gauge({ name: 'shop_stock_units', help: 'Stock.', labelNames: ['product'], maxSeries: 20_000 });
  const handles = Array.from({ length: 20_000 }, (_, i) => gauge.labels({ product: `product-${i}-é` }));
  return { registry, setAll: (value) => handles.forEach((handle) => handle.set(value)) };
}

/** A family of two pieces of 256 KiB, the second of which cannot be made. */
const breaking: Gatherer = {
  gather: async () => {
    const family = (name: string): MetricFamily => ({
      name,
      help: 'h',
      type: 'gauge',
      unit: undefined,
      visit: (sink) => sink.sample('', { names: ['a'], values: ['x'.repeat(256 * 1024)] }, undefined, 1),
    });
    const labelId = (): never => {
      throw new Error('No labels.');
    };
    const broken: StoredFamily = {
      ...family('shop_broken'),
      constLabels: { names: [], values: [] },
      labelNames: ['a'],
      withheld: false,
      omitNaN: false,
      row: { kind: 'value', createdAt: undefined },
      table: { width: 1, rowCount: 1, blocks: [new Float64Array(1)], labelValues: [['x']], labelId },
    };
    return [family('shop_a'), family('shop_b'), broken];
  },
};

describe('metricsFetchHandler', () => {
  it('answers GET with the exposition, its type and its length', async () => {
    const registry = shopRegistry();
    const response = await metricsFetchHandler(registry)(ask());
    const text = await registry.metrics();
    expect([response.status, await response.text()]).toEqual([200, text]);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      vary: 'Accept, Accept-Encoding',
    });
  });

  it('answers HEAD with the headers of GET, and no body', async () => {
    const handler = metricsFetchHandler(shopRegistry());
    const [got, head] = [await handler(ask()), await handler(ask({}, { method: 'HEAD' }))];
    expect([head.status, head.body, Object.fromEntries(head.headers)]).toEqual([200, null, Object.fromEntries(got.headers)]);
    const refused = await metricsFetchHandler(shopRegistry(), { auth: { token: 'abc' } })(ask({}, { method: 'HEAD' }));
    expect([refused.status, refused.body, refused.headers.get('content-length')]).toEqual([401, null, '26']);
  });

  it('negotiates OpenMetrics, and takes the names that are listed', async () => {
    const accept = { Accept: 'application/openmetrics-text' };
    const response = await metricsFetchHandler(shopRegistry())(ask(accept, {}, '/api/metrics?name[]=shop_stock'));
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores',
      '# TYPE shop_stock gauge\n# HELP shop_stock Stock.\nshop_stock 0\n# EOF\n',
    ]);
  });

  it('makes a large body as it is read, of one moment', async () => {
    const { registry, setAll } = largeRegistry();
    setAll(1);
    const response = await metricsFetchHandler(registry)(ask());
    setAll(2222);
    const sizes: number[] = [];
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      sizes.push(chunk.length);
      text += decoder.decode(chunk, { stream: true });
      await registry.metrics();
    }
    expect(response.headers.get('content-length')).toBeNull();
    expect(text.match(/ 1\n/g)).toHaveLength(20_000);
    expect(text).not.toContain('2222\n');
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(320 * 1024);
  });

  it('shows what has changed since the body before it was asked for, which nobody has read yet', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const { registry, setAll } = largeRegistry();
    const handler = metricsFetchHandler(registry);
    setAll(1);
    const unread = await handler(ask());
    setAll(2222);
    const [earlier, later] = [unread, await handler(ask())];
    expect((await later.text()).match(/ 2222\n/g)).toHaveLength(20_000);
    expect((await earlier.text()).match(/ 1\n/g)).toHaveLength(20_000);
  });

  it('compresses for those who ask, where the runtime can', async () => {
    const { registry } = largeRegistry();
    const handler = metricsFetchHandler(registry);
    const response = await handler(ask({ 'Accept-Encoding': 'gzip' }));
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await response.arrayBuffer()).toString() === (await registry.metrics())).toBe(true);
    vi.stubGlobal('CompressionStream', undefined);
    const plain = await metricsFetchHandler(registry)(ask({ 'Accept-Encoding': 'gzip' }));
    expect([plain.headers.get('content-encoding'), (await plain.text()) === (await registry.metrics())]).toEqual([null, true]);
  });

  it('answers as the handler of node:http does', async () => {
    const options = { auth: { username: 'a', password: 'b' }, gzip: false };
    const server = createServer(metricsHandler(shopRegistry(), options)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const handler = metricsFetchHandler(shopRegistry(), options);
    const shown = async (response: Response): Promise<unknown> => {
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)));
      return [response.status, headers, await response.text()];
    };
    const names = '&name[]=n'.repeat(1001);
    for (const [path, init] of [
      ['/', { headers: { Authorization: 'Basic YTpi' } }],
      ['/', { headers: { Authorization: 'Basic YTpi', Accept: 'application/openmetrics-text' } }],
      ['/?name[]=shop_stock', { headers: { Authorization: 'Basic YTpi' }, method: 'HEAD' }],
      [`/?${names}`, {}],
      ['/', {}],
      ['/', { headers: { Authorization: 'Basic YTpj' }, method: 'HEAD' }],
      ['/', { method: 'POST', body: 'x' }],
    ] as const)
      expect(await shown(await handler(new Request(base + path, init)))).toEqual(await shown(await fetch(base + path, init)));
  });

  it('is asked with the Request by the function that decides who may', async () => {
    const auth = (request: Request): boolean => new URL(request.url).hostname === 'shop.example';
    const handler = metricsFetchHandler(shopRegistry(), { auth });
    expect([(await handler(ask())).status, (await handler(new Request('http://other.example/'))).status]).toEqual([200, 401]);
  });
});

describe('a failure', () => {
  it('is a 500 that tells nothing, as long as nothing has been made', async () => {
    const errors: unknown[] = [];
    const unreadable = {
      name: 'x',
      help: 'x',
      type: 'gauge',
      unit: undefined,
      visit: () => expect.unreachable('read'),
    } satisfies MetricFamily;
    for (const gather of [() => Promise.reject(new Error('boom')), async () => [unreadable]]) {
      const response = await metricsFetchHandler({ gather }, { onError: (error) => errors.push(error) })(ask());
      expect([response.status, await response.text()]).toEqual([500, 'The metrics could not be collected; the application reports why.\n']);
    }
    expect(errors).toHaveLength(2);
  });

  it('breaks the body off after that', async () => {
    const errors: unknown[] = [];
    const response = await metricsFetchHandler(breaking, { onError: (error) => errors.push(error) })(ask());
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('No labels.');
    expect(errors).toEqual([new Error('No labels.')]);
  });
});

describe('a body that is not read to its end', () => {
  /** A handler for one scrape at a time, so that the next shows whether the place is free again. */
  function handlerOfOne(options: MetricsFetchHandlerOptions = {}) {
    const { registry } = largeRegistry();
    const factory = new Registry();
    const handler = metricsFetchHandler(registry, { maxConcurrentScrapes: 1, selfMetrics: { factory, prefix: 'shop' }, ...options });
    const aborted = async (): Promise<string | undefined> => /aborted_scrapes_total (\d)/.exec(await factory.metrics())?.[1];
    return { handler, aborted };
  }

  it.each(['identity', 'gzip'])('is let go when its reader leaves: %s', async (encoding) => {
    const { handler, aborted } = handlerOfOne();
    const reader = (await handler(ask({ 'Accept-Encoding': encoding }))).body!.getReader();
    await reader.read();
    expect((await handler(ask())).status).toBe(503);
    await reader.cancel();
    await vi.waitFor(async () => expect(await aborted()).toBe('1'));
    const next = await handler(ask());
    expect(next.status).toBe(200);
    await next.text();
    expect(await aborted()).toBe('1');
  });

  it('is let go when nobody reads on for too long, or ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { handler, aborted } = handlerOfOne({ idleTimeoutMs: 50 });
    const unread = await handler(ask());
    await vi.advanceTimersByTimeAsync(50);
    await expect(unread.text()).rejects.toThrow('Nobody read on for 50 ms.');
    const slow = (await handler(ask())).body!.getReader();
    for (let i = 0; i < 2; i++) {
      await vi.advanceTimersByTimeAsync(49);
      expect((await slow.read()).done).toBe(false);
    }
    await vi.advanceTimersByTimeAsync(50);
    await expect(slow.read()).rejects.toThrow('Nobody read on for 50 ms.');
    expect([await aborted(), vi.getTimerCount()]).toEqual(['2', 0]);
  });

  it('is not made at all for a request that was aborted', async () => {
    const { handler, aborted } = handlerOfOne();
    expect((await handler(ask({}, { signal: AbortSignal.abort() }))).status).toBe(499);
    expect(await aborted()).toBe('1');
  });
});

describe('a body while it is made', () => {
  it('lets the event loop go round', async () => {
    const { registry, setAll } = largeRegistry();
    setAll(1.5);
    await new Promise(setImmediate);
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
    const response = await metricsFetchHandler(registry)(ask());
    let rounds = 0;
    let isRead = false;
    const count = (): void => {
      rounds++;
      if (!isRead) setImmediate(count);
    };
    setImmediate(count);
    await response.text();
    isRead = true;
    expect(rounds, 'a clock that ticks at every look is spent after five of 300 pieces').toBeGreaterThan(25);
  });
});
