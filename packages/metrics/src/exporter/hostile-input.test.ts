/** What anyone who reaches the port can do to an exporter, over real sockets. After each the metrics are right, and nothing is left over. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { createExporter } from './exporter.ts';
import type { Exporter, ExporterOptions } from './exporter.ts';

const FEW = 100;
/** About 3 MB of text, which takes several rounds of the event loop. */
const MANY = 50_000;
const PLACES = 4;

const collectGarbage = (setFlagsFromString('--expose-gc'), runInNewContext('gc')) as () => void;

let registry: Registry;
let exporter: Exporter;
let errors: unknown[];
const sockets = new Set<Socket>();

/** The exporter says in a registry of its own what it has done. */
let ownMetrics: Registry;

async function start(products: number, options: Partial<ExporterOptions> = {}, padding = ''): Promise<void> {
  errors = [];
  [registry, ownMetrics] = [new Registry(), new Registry()];
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc(3);
  const stock = registry.gauge({ name: 'shop_stock_units', help: 'Stock.', labelNames: ['product'], maxSeries: MANY });
  for (let i = 0; i < products; i++) stock.labels({ product: `product-${i}-é${padding}` }).set(i);
  exporter = await createExporter({
    registry,
    port: 0,
    closeTimeoutMs: 1000,
    onError: (error) => errors.push(error),
    selfMetrics: { factory: ownMetrics, prefix: 'shop' },
    maxConcurrentScrapes: PLACES,
    idleTimeoutMs: 600_000,
    ...options,
  });
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await vi.waitFor(async () => expect(await ownSample('scrapes_in_flight')).toBe('0'));
  await expectRight();
  expect(errors).toEqual([]);
  await exporter.close();
});

async function expectRight(): Promise<void> {
  const response = await fetch(`${exporter.url}/metrics`);
  const body = await response.text();
  expect([response.status, body === (await registry.metrics())]).toEqual([200, true]);
}

async function ownSample(name: string): Promise<string | undefined> {
  return new RegExp(`^shop_exporter_${name} (.*)$`, 'm').exec(await ownMetrics.metrics())?.[1];
}

function open(): Socket {
  const socket = connect(exporter.port, exporter.host).on('error', () => undefined);
  sockets.add(socket);
  return socket;
}

/** Sends text as it is and returns all that comes back before either side ends the connection. */
async function exchange(text: string | Buffer, end = false): Promise<string> {
  const socket = open();
  const received: Buffer[] = [];
  socket.on('data', (data) => received.push(data));
  // Node does not answer whoever has closed its half, unless the answer is ready at once.
  if (end) socket.end(text);
  else socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(received).toString();
}

const scrape = (headers: string, query = '?name[]=shop_orders'): string =>
  `GET /metrics${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`;

const ORDERS = /\r\n\r\n# HELP shop_orders_total Orders placed\.\n# TYPE shop_orders_total counter\nshop_orders_total 3\n$/;

describe('headers', () => {
  beforeEach(() => start(FEW));

  it.each([
    ['an Accept of nonsense', 'Accept: ;;;,,,q=q=q="\\"\\\r\n'],
    ['an Accept of 9,000 characters', `Accept: ${'a/b;q=0.1,'.repeat(900)}\r\n`],
    ['an Accept that is one long quote', `Accept: text/plain;x="${'\\"'.repeat(4000)}\r\n`],
    ['many of a kind', 'Accept: text/plain\r\nX-Prometheus-Scrape-Timeout-Seconds: 1\r\n'.repeat(100)],
    ['bytes that are no text', 'Accept: \x80\xff\r\nAccept-Encoding: \xfe\r\n'],
    ['a scrape timeout that is none', 'X-Prometheus-Scrape-Timeout-Seconds: -1e999\r\n'],
    ['credentials that nobody asked for', `Authorization: ${'Basic '.repeat(1000)}\r\n`],
    ['an upgrade', 'Upgrade: websocket\r\n'],
    ['a name of the language', '__proto__: gzip\r\nconstructor: x\r\n'],
  ])('may be %s', async (_, headers) => {
    const answer = await exchange(Buffer.from(scrape(headers), 'latin1'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(ORDERS);
  });

  it.each([
    ['beyond 16 KiB', `X: ${'x'.repeat(20_000)}\r\n`, '431 Request Header Fields Too Large'],
    ['with a line that is none', 'no colon\r\n', '400 Bad Request'],
    ['with a NUL', 'Accept: \0\r\n', '400 Bad Request'],
    ['with two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n', '400 Bad Request'],
  ])('are refused %s', async (_, headers, status) => {
    expect(await exchange(scrape(headers))).toContain(`HTTP/1.1 ${status}\r\n`);
  });
});

describe('a query', () => {
  beforeEach(() => start(FEW));

  it.each([
    ['a lone percent sign', '%'],
    ['bytes that are no text', '%ff%00'],
    ['half a character', '%E0%A4%A'],
    ['nothing', '&&&=&=&name[]='],
    ['a name of the language', '__proto__'],
    ['a name of 10,000 characters', 'x'.repeat(10_000)],
  ])('that lists %s finds nothing', async (_, name) => {
    expect(await exchange(scrape('', `?name[]=${name}`))).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\nContent-Length: 0\r\n[^]*\r\n\r\n$/);
  });

  it('of more names than there can be is refused, and one that just fits is not', async () => {
    expect(await exchange(scrape('', `?${'name[]=a&'.repeat(1001)}`))).toMatch(/^HTTP\/1\.1 414 URI Too Long\r\n/);
    expect(await exchange(scrape('', `?${'name[]=a&'.repeat(999)}name[]=shop_orders_total`))).toMatch(ORDERS);
    expect(await exchange(scrape('', `?${'name[]=a&'.repeat(5000)}`))).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('connections', () => {
  beforeEach(() => start(MANY));

  it('may ask many times before they read, and get every answer in order', async () => {
    const requests = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 'GET /nothing' : 'GET /metrics?name[]=shop_orders'));
    const answer = await exchange(requests.map((line) => `${line} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    // More than there are places at a time are told so, and the order holds.
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
    expect(statuses).toHaveLength(30);
    statuses.forEach((status, i) => expect(i % 3 === 0 ? ['404'] : ['200', '503']).toContain(status));
    expect(statuses.filter((status) => status === '200').length).toBeGreaterThanOrEqual(PLACES);
  });

  it('may end in the middle of a request, or never begin one', async () => {
    expect(await exchange('GET /metr', true)).toMatch(/^(HTTP\/1\.1 400 Bad Request\r\n|$)/);
    expect(await exchange('', true)).toBe('');
    for (let i = 0; i < 50; i++) open().write('GET /metrics HTTP/1.1\r\nHost');
    for (let i = 0; i < 50; i++) open();
    await expectRight();
  });

  it('may be reset at any time', async () => {
    for (let i = 0; i < 50; i++) {
      const socket = open();
      socket.write(scrape('', ''));
      if (i % 2 === 0) await once(socket, 'data');
      socket.resetAndDestroy();
    }
    await vi.waitFor(async () => expect(await ownSample('scrapes_in_flight')).toBe('0'));
    expect(Number(await ownSample('aborted_scrapes_total'))).toBeGreaterThanOrEqual(25);
  });

  it('may be closed for sending before the answer, of which nothing looks whole that is not', async () => {
    const answer = await exchange(scrape('', ''));
    expect(answer.endsWith('\r\n0\r\n\r\n')).toBe(answer.includes(`{product="product-${MANY - 1}-é"} ${MANY - 1}\n`));
  });
});

describe('a hundred scrapes at once', () => {
  beforeEach(() => start(MANY));

  it('are each whole or told to come again, and the application goes on', async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    const expected = await registry.metrics();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await fetch(`${exporter.url}/metrics`);
        const body = await response.text();
        if (response.status === 503) return response.headers.get('retry-after');
        return body === expected;
      }),
    );
    clearInterval(ticking);
    expect(outcomes.filter((outcome) => outcome === true).length).toBeGreaterThanOrEqual(PLACES);
    expect(outcomes.every((outcome) => outcome === true || outcome === '1')).toBe(true);
    expect(ticks).toBeGreaterThan(5);
    expect(await ownSample('requests_total\\{code="503"\\}')).toBe(String(outcomes.filter((outcome) => outcome === '1').length));
  });
});

describe('clients that do not read', () => {
  it('hold no more than their places, and others are told so at once', async () => {
    // About 20 MB: more than the buffers between both ends of a connection hold.
    await start(MANY, {}, 'x'.repeat(400));
    await expectRight();
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    let refused = 0;
    for (let i = 0; i < 60; i++) {
      const socket = open();
      socket.write(scrape('', ''));
      const [head] = (await once(socket, 'data')) as [Buffer];
      socket.pause();
      if (head.toString('latin1').startsWith('HTTP/1.1 503 ')) refused++;
    }
    expect([refused, await ownSample('scrapes_in_flight')]).toEqual([60 - PLACES, String(PLACES)]);
    expect(refused).toBe(Number(await ownSample('requests_total\\{code="503"\\}')));
    // Each holds values and two chunks, and each client what it has read.
    const most = before + PLACES * (MANY * 8 + 2 * 256 * 1024) + 60 * 64 * 1024;
    // Memory of arrays is freed some time after the collection.
    await vi.waitFor(() => {
      collectGarbage();
      expect(process.memoryUsage().arrayBuffers).toBeLessThan(most);
    });
  });

  it('are let go, and make room', async () => {
    await start(FEW, { maxConcurrentScrapes: 1, idleTimeoutMs: 500 });
    const big = registry.gauge({ name: 'shop_big', help: 'Big.', labelNames: ['a'] });
    big.labels({ a: 'x'.repeat(32 * 2 ** 20) });
    const socket = open();
    socket.write(scrape('', ''));
    await once(socket, 'data');
    socket.pause();
    expect((await fetch(`${exporter.url}/metrics`)).status).toBe(503);
    await vi.waitFor(async () => expect(await ownSample('aborted_scrapes_total')).toBe('1'), { timeout: 10_000 });
  });
});
