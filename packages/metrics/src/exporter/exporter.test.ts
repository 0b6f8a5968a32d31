import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { Server, connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { createExporter } from './exporter.ts';
import type { Exporter, ExporterOptions } from './exporter.ts';

const running: Exporter[] = [];
afterEach(() => Promise.all(running.splice(0).map((exporter) => exporter.close())));

function shopRegistry(): Registry {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc(3);
  return registry;
}

async function start(options: Partial<ExporterOptions> = {}): Promise<Exporter> {
  const exporter = await createExporter({ registry: shopRegistry(), port: 0, ...options });
  running.push(exporter);
  return exporter;
}

/** Sends text as it is and returns all that comes back before the server ends the connection. */
async function exchange({ host, port }: Exporter, text: string): Promise<string> {
  const socket = connect(port, host);
  socket.end(text);
  const received: Buffer[] = [];
  socket.on('data', (data) => received.push(data));
  await once(socket, 'close');
  return Buffer.concat(received).toString();
}

describe('/metrics', () => {
  it('is the text of the registry, with its content type', async () => {
    const registry = shopRegistry();
    const { url } = await start({ registry });
    const response = await fetch(`${url}/metrics`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      await registry.metrics(),
    ]);
  });

  it('takes no notice of a query, but for the names it lists', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/metrics?name=x&debug=1?`)).text()).toContain('shop_orders_total 3');
    expect(await (await fetch(`${url}/metrics?name[]=x&debug=1?`)).text()).toBe('');
  });

  it('answers 500 and reports it when the registry fails, and the exporter goes on', async () => {
    const errors: unknown[] = [];
    const boom = new Error('boom');
    const { url } = await start({ registry: { gather: () => Promise.reject(boom) }, onError: (error) => errors.push(error) });
    expect((await fetch(`${url}/metrics`)).status).toBe(500);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(errors).toEqual([boom]);
  });
});

describe('/health', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('with ok: %j answers %d and the state as JSON, which nobody may keep', async (ok, status) => {
    const state = { ok, turn: 7, journal: { failure: null } };
    const { url } = await start({ health: () => state });
    const response = await fetch(`${url}/health?probe=1`);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      status,
      'application/json; charset=utf-8',
      'no-store',
    ]);
    expect(await response.json()).toEqual(state);
  });

  it('may take its time', async () => {
    const { url } = await start({ health: async () => ({ ok: false, database: 'gone' }) });
    const response = await fetch(`${url}/health`);
    expect([response.status, await response.json()]).toEqual([503, { ok: false, database: 'gone' }]);
  });

  it('is well where the application does not say', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  });

  it('is asked at each request', async () => {
    let ok = true;
    const { url } = await start({ health: () => ({ ok }) });
    const statuses = [(await fetch(`${url}/health`)).status];
    ok = false;
    statuses.push((await fetch(`${url}/health`)).status, (await fetch(`${url}/`)).status);
    expect(statuses).toEqual([200, 503, 200]);
  });

  it.each<[string, ExporterOptions['health']]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
    ['is no state', () => undefined as never],
    ['cannot be written as JSON', () => ({ ok: true, turn: 7n })],
  ])('answers 500 when it %s, on the page too, and the exporter goes on', async (_, health) => {
    const errors: unknown[] = [];
    const { url } = await start({ health: health!, onError: (error) => errors.push(error) });
    for (const path of ['/health', '/']) {
      const response = await fetch(url + path);
      expect([response.status, await response.text()]).toEqual([500, 'This could not be answered; the application reports why.\n']);
    }
    expect(errors).toHaveLength(2);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('answers even when the application fails to take the report', async () => {
    const failing = (): never => {
      throw new Error('the log is gone');
    };
    const { url } = await start({ health: failing, onError: failing });
    expect([(await fetch(`${url}/health`)).status, (await fetch(`${url}/health`)).status]).toEqual([500, 500]);
  });
});

describe('/', () => {
  it('is a page about this exporter that may load nothing', async () => {
    const exporter = await start({
      title: 'Shop <1>',
      description: 'Sells & buys.',
      health: () => ({ ok: true, state: '<b>', detail: undefined }),
    });
    const response = await fetch(`${exporter.url}/?x`);
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    for (const text of [
      '<title>Shop &lt;1&gt;</title>',
      'Sells &amp; buys.',
      '<dt>state</dt><dd>&lt;b&gt;</dd>',
      `['127.0.0.1:${exporter.port}']`,
    ])
      expect(page).toContain(text);
  });
});

describe('every path', () => {
  it.each(['/nothing', '/metrics/', '/METRICS', '//', '/health/live', '/favicon.ico', '/%2e%2e/metrics'])(
    '%s is not there',
    async (path) => {
      const response = await exchange(await start(), `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(response).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
      expect(response).toMatch(/\r\n\r\nThere is nothing here\. See \/metrics, \/health and \/\.\n$/);
    },
  );

  it.each([
    ['http://x/metrics', '200 OK'],
    ['HTTPS://x:8000/health?y', '200 OK'],
    ['http://x', '200 OK'],
    ['http://x/metrics/http://y/metrics', '404 Not Found'],
  ])('is found by its whole URL, as proxies ask for it: %s', async (target, status) => {
    const response = await exchange(await start(), `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(response.split('\r\n', 1)).toEqual([`HTTP/1.1 ${status}`]);
  });

  it.each(['/metrics', '/health', '/'])('%s refuses what is neither GET nor HEAD', async (path) => {
    const { url } = await start();
    const response = await fetch(url + path, { method: 'POST', body: 'x'.repeat(100_000) });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      405,
      'GET, HEAD',
      'Only GET and HEAD are answered here.\n',
    ]);
  });

  it.each(['/metrics', '/health', '/', '/nothing'])('%s answers HEAD with the headers of GET and not one byte more', async (path) => {
    const exporter = await start();
    const ask = (method: string) => exchange(exporter, `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const withoutDate = (text: string) => text.replace(/Date: .*\r\n/, '');
    const [got, head] = [await ask('GET'), await ask('HEAD')];
    expect(withoutDate(head)).toBe(withoutDate(got.slice(0, got.indexOf('\r\n\r\n') + 4)));
    expect(Number(/Content-Length: (\d+)/.exec(head)![1])).toBe(Buffer.byteLength(got.slice(got.indexOf('\r\n\r\n') + 4)));
  });

  it('is still there after a request that is no HTTP', async () => {
    const exporter = await start();
    expect(await exchange(exporter, 'what is this\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect((await fetch(`${exporter.url}/metrics`)).status).toBe(200);
  });
});

describe('createExporter', () => {
  it('listens on this machine only, unless told otherwise, and says where', async () => {
    const { host, port, url } = await start();
    expect(host).toBe('127.0.0.1');
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  it('is refused a port that is in use, and says so', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({
      code: 'ERR_EXPORTER',
      message: `Exporter: the port ${port} on 127.0.0.1 is in use. Choose another port (0 finds a free one), or end the process that holds it.`,
    });
  });

  it('writes an IPv6 address in brackets, in its URL and on its page', async ({ skip }) => {
    const hasIPv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
    skip(!hasIPv6, 'this machine has no IPv6');
    const exporter = await start({ host: '::1' });
    expect(exporter.url).toBe(`http://[::1]:${exporter.port}`);
    expect(await (await fetch(`${exporter.url}/`)).text()).toContain(`['[::1]:${exporter.port}']`);
  });

  it('reports an error of the listening socket and goes on', async () => {
    const listening = vi.spyOn(Server.prototype, 'listen');
    const errors: unknown[] = [];
    const { url } = await start({ onError: (error) => errors.push(error) });
    const tooManyFiles = new Error('accept EMFILE');
    (listening.mock.contexts[0] as Server).emit('error', tooManyFiles);
    expect(errors).toEqual([tooManyFiles]);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });
});
