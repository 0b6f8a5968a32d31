import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { encodeText } from '../exposition/text.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { createExporter } from './exporter.ts';
import type { Exporter } from './exporter.ts';

/** Longer than a test may take: who waits for it fails. */
const NEVER_MS = 600_000;

/** An exporter whose scrapes wait until they are let go. */
async function startWaiting(closeTimeoutMs = NEVER_MS) {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc(3);
  const waiting: (() => void)[] = [];
  let onAsked = (): void => undefined;
  registry.addCollector({
    name: 'slow',
    collect: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        onAsked();
      }),
  });
  /** Resolves at the next scrape. */
  const asked = (): Promise<void> =>
    new Promise((resolve) => {
      onAsked = resolve;
    });
  const exporter = await createExporter({ registry, port: 0, closeTimeoutMs });
  return { exporter, asked, letGo: () => waiting.splice(0).forEach((resolve) => resolve()) };
}

function get({ host, port }: Exporter, path: string, agent?: Agent): ClientRequest {
  return request({ host, port, path, ...(agent === undefined ? {} : { agent }) }).end();
}

async function answerTo(client: ClientRequest): Promise<IncomingMessage> {
  return ((await once(client, 'response')) as [IncomingMessage])[0];
}

async function connected({ host, port }: Exporter): Promise<Socket> {
  const socket = connect(port, host).on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('close', () => {
  it('ends an exporter that nobody asks, and nothing answers there any more', async () => {
    const { exporter } = await startWaiting();
    await exporter.close();
    const [error] = (await once(get(exporter, '/health'), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('answers the request that is open, and ends its connection with the answer', async () => {
    const { exporter, asked, letGo } = await startWaiting();
    const agent = new Agent({ keepAlive: true });
    const scrape = asked();
    const client = get(exporter, '/metrics', agent);
    await scrape;
    const closed = exporter.close();
    letGo();
    const response = await answerTo(client);
    expect([response.statusCode, response.headers.connection, await text(response)]).toEqual([
      200,
      'close',
      expect.stringContaining('shop_orders_total 3\n'),
    ]);
    await closed;
    agent.destroy();
  });

  it('does not wait for keep-alive connections that are idle', async () => {
    const { exporter } = await startWaiting();
    const agent = new Agent({ keepAlive: true });
    const client = get(exporter, '/health', agent);
    const response = await answerTo(client);
    expect([await text(response), response.headers.connection]).toEqual(['{\n  "ok": true\n}\n', 'keep-alive']);
    const ended = once(client.socket!, 'close');
    await exporter.close();
    await ended;
    agent.destroy();
  });

  it('does not wait for a connection on which nothing was ever asked', async () => {
    const { exporter } = await startWaiting();
    const silent = await connected(exporter);
    // Connections are accepted in order: when a later one is answered, the silent one has been accepted.
    await text(await answerTo(get(exporter, '/health')));
    const ended = once(silent, 'close');
    await expect(exporter.close()).resolves.toBeUndefined();
    await ended;
  });

  it('does not wait for the end of keep-alive after an answer that was half-way out', async () => {
    const padding = 'x'.repeat(32 * 2 ** 20);
    const family: MetricFamily = {
      name: 'shop_big',
      help: 'Big.',
      type: 'gauge',
      unit: undefined,
      visit: (sink) => sink.sample('', { names: ['a'], values: [padding] }, undefined, 1),
    };
    const exporter = await createExporter({ registry: { gather: async () => [family] }, port: 0, closeTimeoutMs: NEVER_MS });
    const agent = new Agent({ keepAlive: true });
    const response = await answerTo(get(exporter, '/metrics', agent));
    expect(response.headers.connection).toBe('keep-alive');
    const closed = exporter.close();
    expect(await text(response)).toHaveLength(encodeText([family]).length);
    await closed;
    agent.destroy();
  });

  it('answers a request that comes on an open connection while it waits for another, and ends that connection too', async () => {
    const { exporter, asked, letGo } = await startWaiting();
    const first = asked();
    const client = get(exporter, '/metrics');
    await first;
    const late = await connected(exporter);
    late.write('GET /hea');
    await text(await answerTo(get(exporter, '/health')));
    const closed = exporter.close();
    late.write('lth HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await text(late)).toMatch(/^HTTP\/1\.1 200 OK\r\nConnection: close\r\n/i);
    letGo();
    expect((await answerTo(client)).statusCode).toBe(200);
    await closed;
  });

  it('cuts the connection of a request that is never answered when its time is over', async () => {
    const { exporter, asked } = await startWaiting(20);
    const scrape = asked();
    const client = get(exporter, '/metrics');
    await scrape;
    const cut = once(client, 'error') as Promise<[NodeJS.ErrnoException]>;
    await exporter.close();
    expect((await cut)[0].code).toBe('ECONNRESET');
  });

  it('cuts the connection of a client that never finishes its request when its time is over', async () => {
    const { exporter } = await startWaiting(20);
    const client = await connected(exporter);
    client.write('GET /metrics HTTP/1.1\r\nHost:');
    await text(await answerTo(get(exporter, '/health')));
    const ended = once(client, 'close');
    await expect(exporter.close()).resolves.toBeUndefined();
    await ended;
  });

  it('waits as long as a timer can where it is told to wait for ever', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const { exporter, asked, letGo } = await startWaiting(Infinity);
    const scrape = asked();
    const client = get(exporter, '/metrics');
    await scrape;
    const closed = exporter.close();
    expect(timers.mock.calls.map(([, delayMs]) => delayMs)).toContain(2_147_483_647);
    letGo();
    expect((await answerTo(client)).statusCode).toBe(200);
    await closed;
  });

  it('may be called twice, and both calls end when all is closed', async () => {
    const { exporter, asked, letGo } = await startWaiting();
    const scrape = asked();
    const client = get(exporter, '/metrics');
    await scrape;
    const ended: string[] = [];
    const calls = [exporter.close().then(() => ended.push('first')), exporter.close().then(() => ended.push('second'))];
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(ended).toEqual([]);
    letGo();
    await text(await answerTo(client));
    await Promise.all(calls);
    expect(ended).toEqual(['first', 'second']);
    await exporter.close();
  });

  it('is not held up by a client that left while it was being answered', async () => {
    const { exporter, asked, letGo } = await startWaiting();
    const scrape = asked();
    const client = get(exporter, '/metrics').on('error', () => undefined);
    await scrape;
    client.destroy();
    const closed = exporter.close();
    letGo();
    await expect(closed).resolves.toBeUndefined();
  });
});
