import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Gatherer } from '../model/collector.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { metricsHandler } from './handler.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** Serves a listener on a free port of this machine, and returns its URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    return once(server.close(), 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function shopRegistry(): Registry {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed in “é”.' }).inc(3);
  return registry;
}

describe('metricsHandler', () => {
  it('answers GET with the exposition and its content type', async () => {
    const registry = shopRegistry();
    const response = await fetch(await serve(metricsHandler(registry)), { headers: { 'Accept-Encoding': 'identity' } });
    const body = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toBe(await registry.metrics());
    expect(body).toContain('\nshop_orders_total 3\n');
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  });

  it('answers HEAD with the headers of GET, and no body', async () => {
    const url = await serve(metricsHandler(shopRegistry()));
    const [got, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
    const headers = (response: Response) => ['content-type', 'content-length'].map((name) => response.headers.get(name));
    expect([head.status, headers(head), await head.text()]).toEqual([200, headers(got), '']);
    expect((await got.text()).length).toBeGreaterThan(0);
  });

  it.each([
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      true,
      'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores',
    ],
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      false,
      'text/plain; version=0.0.4; charset=utf-8',
    ],
    [
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5',
      true,
      'text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
    ],
    ['application/json, ;q=, x;q=9;q=9', true, 'text/plain; version=0.0.4; charset=utf-8'],
  ])('answers Accept: %s, with OpenMetrics allowed %s, as %s', async (accept, openMetrics, contentType) => {
    const registry = shopRegistry();
    const url = await serve(metricsHandler(registry, { openMetrics }));
    const response = await fetch(url, { headers: { Accept: accept } });
    const body = await response.text();
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(body.endsWith('# EOF\n')).toBe(contentType.startsWith('application/openmetrics'));
    expect(body).toContain('\nshop_orders_total 3\n');
    expect(await registry.metrics(), 'reading in one format changes nothing for another').toContain('# TYPE shop_orders_total counter\n');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s, and says what is allowed', async (method) => {
    let gathered = 0;
    const response = await fetch(await serve(metricsHandler({ gather: async () => ((gathered += 1), []) })), { method });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      405,
      'GET, HEAD',
      'Only GET and HEAD are answered here.\n',
    ]);
    expect(gathered).toBe(0);
  });

  it('shows each request the values of its own moment', async () => {
    const registry = new Registry();
    const visits = registry.counter({ name: 'shop_visits_total', help: 'Visits.' });
    registry.addCollector({ name: 'visits', collect: () => visits.inc() });
    const url = await serve(metricsHandler(registry));
    expect([await (await fetch(url)).text(), await (await fetch(url)).text()].map((body) => /total (\d)/.exec(body)?.[1])).toEqual([
      '1',
      '2',
    ]);
  });

  it('serves the others when a collector fails', async () => {
    const registry = shopRegistry();
    registry.addCollector({ name: 'broken', collect: () => Promise.reject(new Error('boom')) });
    const response = await fetch(await serve(metricsHandler(registry)));
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('shop_orders_total 3\n')]);
  });

  const boom = new Error('boom');
  const unreadable = {
    name: 'x',
    help: 'x',
    type: 'gauge',
    unit: undefined,
    visit: () => {
      throw boom;
    },
  } satisfies MetricFamily;
  it.each<[string, Gatherer]>([
    ['rejects', { gather: () => Promise.reject(boom) }],
    [
      'throws',
      {
        gather: () => {
          throw boom;
        },
      },
    ],
    ['brings what cannot be rendered', { gather: async () => [unreadable] }],
  ])('answers 500 when the gatherer %s, reports why to the application only, and goes on', async (_, gatherer) => {
    const errors: unknown[] = [];
    const url = await serve(metricsHandler(gatherer, { onError: (error) => errors.push(error) }));
    for (const count of [1, 2]) {
      const response = await fetch(url);
      expect([response.status, await response.text()]).toEqual([500, 'The metrics could not be collected; the application reports why.\n']);
      expect(errors).toEqual(Array.from({ length: count }, () => boom));
    }
  });

  it('answers even when the application fails to take the report', async () => {
    const handler = metricsHandler(
      { gather: () => Promise.reject(boom) },
      {
        onError: () => {
          throw new Error('the log is gone');
        },
      },
    );
    expect((await fetch(await serve(handler))).status).toBe(500);
  });

  it('answers a hundred scrapes at once, each whole', async () => {
    const registry = shopRegistry();
    const url = await serve(metricsHandler(registry));
    const bodies = await Promise.all(Array.from({ length: 100 }, async () => (await fetch(url)).text()));
    expect(new Set(bodies)).toEqual(new Set([await registry.metrics()]));
    expect(bodies).toHaveLength(100);
  });

  it('takes no notice of a client that leaves before the answer', async () => {
    const events = new EventEmitter();
    const registry = shopRegistry();
    registry.addCollector({ name: 'slow', collect: async () => void (events.emit('asked'), await once(events, 'go')) });
    const errors: unknown[] = [];
    const handler = metricsHandler(registry, { onError: (error) => errors.push(error) });
    const url = await serve((incoming, response) => {
      response.once('close', () => events.emit('left'));
      handler(incoming, response);
    });
    const asked = once(events, 'asked');
    const left = once(events, 'left');
    const client = request(url)
      .on('error', () => undefined)
      .end();
    await asked;
    client.destroy();
    await left;
    events.emit('go');

    const again = once(events, 'asked');
    const response = fetch(url);
    await again;
    events.emit('go');
    expect((await response).status).toBe(200);
    expect(errors).toEqual([]);
  });
});

describe('metricsHandler in an application of its own', () => {
  it('is one route beside others', async () => {
    const metrics = metricsHandler(shopRegistry());
    const url = await serve((incoming, response) =>
      incoming.url === '/internal/metrics?x=1' ? metrics(incoming, response) : response.writeHead(404).end(),
    );
    expect((await fetch(`${url}/internal/metrics?x=1`)).status).toBe(200);
    expect((await fetch(`${url}/other`)).status).toBe(404);
  });

  it('is middleware of the form (request, response, next), as Express calls it', async () => {
    type Middleware = (incoming: IncomingMessage, response: ServerResponse, next: () => void) => void;
    const stack: Middleware[] = [
      (_incoming, response, next) => {
        response.setHeader('X-Powered-By', 'a framework');
        next();
      },
      metricsHandler(shopRegistry()),
    ];
    const run: RequestListener = (incoming, response) => {
      const at = (i: number): void => stack[i]?.(incoming, response, () => at(i + 1));
      at(0);
    };
    const response = await fetch(await serve(run));
    expect([response.status, response.headers.get('x-powered-by'), response.headers.get('content-type')]).toEqual([
      200,
      'a framework',
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
  });

  it('leaves a response alone that something else has begun', async () => {
    const registry = shopRegistry();
    const metrics = metricsHandler(registry);
    const url = await serve((incoming, response) => {
      metrics(incoming, response);
      response.writeHead(418).end('a teapot');
    });
    expect([(await fetch(url)).status, await (await fetch(url)).text()]).toEqual([418, 'a teapot']);
  });
});
