import { once } from 'node:events';
import { get } from 'node:https';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Authority, hasOpenssl } from '../../../../test/support/authority.ts';
import type { Identity } from '../../../../test/support/authority.ts';
import { Registry } from '../registry/registry.ts';
import { createExporter } from './exporter.ts';
import type { Exporter, ExporterOptions } from './exporter.ts';

let own: Authority;
let foreign: Authority;
let server: Identity;
let client: Identity;
let stranger: Identity;

beforeAll(() => {
  if (!hasOpenssl()) return;
  [own, foreign] = [new Authority('own'), new Authority('foreign')];
  [server, client, stranger] = [own.issue('server'), own.issue('client'), foreign.issue('stranger')];
});
afterAll(() => [own, foreign].forEach((authority: Authority | undefined) => authority?.remove()));
beforeEach(({ skip }) => skip(server === undefined, 'there is no openssl program'));

const running: Exporter[] = [];
afterEach(() => Promise.all(running.splice(0).map((exporter) => exporter.close())));

async function start(options: Partial<ExporterOptions>): Promise<Exporter> {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc(3);
  const exporter = await createExporter({ registry, port: 0, closeTimeoutMs: 600_000, ...options });
  running.push(exporter);
  return exporter;
}

async function ask({ url }: Exporter, options: RequestOptions = {}, path = '/metrics'): Promise<string> {
  const asked = get(url + path, { ca: own.certificate, agent: false, ...options });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return `${response.statusCode} ${await text(response)}`;
}

const METRICS = '200 # HELP shop_orders_total Orders placed.\n# TYPE shop_orders_total counter\nshop_orders_total 3\n';

describe('an exporter with a certificate', () => {
  it('answers over https, and says so', async () => {
    const exporter = await start({ tls: server, title: 'Shop' });
    expect(exporter.url).toBe(`https://127.0.0.1:${exporter.port}`);
    expect(await ask(exporter)).toBe(METRICS);
    expect(await ask(exporter, {}, '/')).toContain(`
    scheme: https
    static_configs:
      - targets: ['127.0.0.1:${exporter.port}']`);
  });

  it('is not known to who does not know its authority', async () => {
    await expect(ask(await start({ tls: server }), { ca: foreign.certificate })).rejects.toMatchObject({
      code: expect.stringContaining('SIGNATURE'),
    });
  });

  it('takes credentials as well', async () => {
    const exporter = await start({ tls: server, auth: { token: 'abc' } });
    expect(await ask(exporter)).toBe('401 This needs authorization.\n');
    expect(await ask(exporter, { headers: { Authorization: 'Bearer abc' } })).toBe(METRICS);
  });

  it('goes on after what is no TLS', async () => {
    const exporter = await start({ tls: server });
    for (const garbage of ['GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n', '\x16\x03\x01\xff\xff', '\0'.repeat(100_000)]) {
      const socket = connect(exporter.port, exporter.host).on('error', () => undefined);
      socket.end(garbage);
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(await ask(exporter)).toBe(METRICS);
  });
});

describe('an exporter that asks for certificates', () => {
  it('lets those of its authority in, to every path', async () => {
    const exporter = await start({ tls: { ...server, ca: own.certificate } });
    for (const path of ['/metrics', '/', '/health']) expect(await ask(exporter, client, path)).toMatch(/^200 /);
  });

  it.each(['/metrics', '/', '/health'])('refuses at %s who has none, or one of another authority', async (path) => {
    const exporter = await start({ tls: { ...server, ca: [own.certificate], requestClientCertificate: true } });
    await expect(ask(exporter, {}, path)).rejects.toMatchObject({ code: expect.stringMatching(/CERTIFICATE_REQUIRED|ECONNRESET|EPIPE/) });
    await expect(ask(exporter, stranger, path)).rejects.toMatchObject({ code: expect.stringMatching(/UNKNOWN_CA|ECONNRESET|EPIPE/) });
    expect(await ask(exporter, client, '/metrics')).toBe(METRICS);
  });

  it('refuses a certificate that pretends to be of its authority', async () => {
    const namesake = new Authority('own');
    const pretender = namesake.issue('client');
    namesake.remove();
    const exporter = await start({ tls: { ...server, ca: own.certificate } });
    await expect(ask(exporter, pretender)).rejects.toMatchObject({ code: expect.any(String) });
    expect(await ask(exporter, client)).toBe(METRICS);
  });

  it('asks for none where that is switched off', async () => {
    expect(await ask(await start({ tls: { ...server, ca: own.certificate, requestClientCertificate: false } }))).toBe(METRICS);
  });
});

describe('close, over TLS,', () => {
  it('waits neither for idle connections nor for those on which nothing was ever asked', async () => {
    const exporter = await start({ tls: server });
    const agent = new Agent({ keepAlive: true });
    expect(await ask(exporter, { agent })).toBe(METRICS);
    const silent = connect(exporter.port, exporter.host).on('error', () => undefined);
    await once(silent, 'connect');
    expect(await ask(exporter)).toBe(METRICS);
    await exporter.close();
    silent.destroy();
    agent.destroy();
  });

  it('cuts a handshake that is never finished when its time is over', async () => {
    const exporter = await start({ tls: server, closeTimeoutMs: 20 });
    const half = connect(exporter.port, exporter.host).on('error', () => undefined);
    half.write('\x16\x03\x01\x02\x00');
    expect(await ask(exporter)).toBe(METRICS);
    const cut = once(half.resume(), 'close');
    await exporter.close();
    await cut;
  });
});

describe('createExporter', () => {
  it.each<[string, () => unknown, string]>([
    ['no key', () => ({ cert: server.cert }), 'Exporter: expected tls to have a key and a cert, got one of them or none.'],
    [
      'client certificates of no authority',
      () => ({ ...server, requestClientCertificate: true }),
      'Exporter: expected ca together with requestClientCertificate, got none. Name the authority whose clients are let in.',
    ],
    ['the key of another', () => ({ ...server, key: client.key }), 'key values mismatch'],
    ['what is no key', () => ({ ...server, key: 'secret' }), 'in PEM that fit together'],
    ['what is no certificate', () => ({ ...server, cert: 'certificate' }), 'in PEM that fit together'],
    ['a key that is nothing', () => ({ key: 5, cert: {} }), 'in PEM that fit together'],
  ])('does not listen with %s', async (_, tls, message) => {
    const started = start({ tls: tls() as never });
    await expect(started).rejects.toMatchObject({ code: 'ERR_EXPORTER', message: expect.stringContaining(message) });
    await expect(started).rejects.not.toThrow(/secret/);
  });
});
