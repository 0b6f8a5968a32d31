import { afterEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { createExporter } from './exporter.ts';
import type { Exporter, ExporterOptions } from './exporter.ts';

const running: Exporter[] = [];
afterEach(() => Promise.all(running.splice(0).map((exporter) => exporter.close())));

async function start(options: Partial<ExporterOptions>): Promise<Exporter> {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc(3);
  const exporter = await createExporter({ registry, port: 0, ...options });
  running.push(exporter);
  return exporter;
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

async function statusesOf(exporter: Exporter, authorization: string | undefined, paths = ['/metrics', '/', '/health', '/nothing']) {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  return Promise.all(paths.map(async (path) => (await fetch(exporter.url + path, { headers })).status));
}

describe('an exporter with credentials', () => {
  it('shows the metrics and the page to who has them, and its health to everyone', async () => {
    const exporter = await start({ auth: [{ username: 'prometheus', password: 'päss:word' }, { token: 'abc' }] });
    for (const known of [basic('prometheus:päss:word'), 'Bearer abc'])
      expect(await statusesOf(exporter, known)).toEqual([200, 200, 200, 404]);
    for (const unknown of [undefined, '', basic('prometheus:'), basic('päss:word'), 'Bearer abcd', 'Basic', 'Basic =', 'x'.repeat(8000)])
      expect([unknown, await statusesOf(exporter, unknown)]).toEqual([unknown, [401, 401, 200, 404]]);
  });

  it('guards its health too where that is asked for', async () => {
    const exporter = await start({ auth: { token: 'abc' }, authorizeHealth: true });
    expect(await statusesOf(exporter, undefined)).toEqual([401, 401, 401, 404]);
    expect(await statusesOf(exporter, 'Bearer abc')).toEqual([200, 200, 200, 404]);
  });

  it.each(['/metrics', '/'])('says at %s how to come in, and nothing else', async (path) => {
    const exporter = await start({ auth: { username: 'prometheus', password: 'secret' } });
    const response = await fetch(exporter.url + path, { headers: { Authorization: basic('prometheus:wrong') } });
    expect([response.status, response.headers.get('www-authenticate'), await response.text()]).toEqual([
      401,
      'Basic realm="metrics", charset="UTF-8"',
      'This needs authorization.\n',
    ]);
  });

  it('refuses other methods as before, whoever asks', async () => {
    const exporter = await start({ auth: { token: 'abc' } });
    for (const path of ['/metrics', '/', '/health']) expect((await fetch(exporter.url + path, { method: 'POST' })).status).toBe(405);
  });
});

describe('an exporter with a function that decides', () => {
  it('asks it with the request', async () => {
    const exporter = await start({ auth: async (request) => request.headers['x-forwarded-user'] === 'prometheus' });
    expect(await statusesOf(exporter, undefined)).toEqual([401, 401, 200, 404]);
    expect((await fetch(`${exporter.url}/metrics`, { headers: { 'X-Forwarded-User': 'prometheus' } })).status).toBe(200);
  });

  it('answers 500 when it fails, reports why, and goes on', async () => {
    const errors: unknown[] = [];
    const boom = new Error('no database');
    const exporter = await start({ auth: () => Promise.reject(boom), onError: (error) => errors.push(error) });
    expect(await statusesOf(exporter, undefined)).toEqual([500, 500, 200, 404]);
    expect(errors).toEqual([boom, boom]);
  });
});

describe('createExporter', () => {
  it('does not listen with credentials that nobody can present', async () => {
    await expect(start({ auth: { username: 'prometheus', password: '' } })).rejects.toMatchObject({
      code: 'ERR_EXPORTER',
      message:
        'Exporter, its auth: expected password to be text without control characters, and not empty, got something else, which is not shown here.',
    });
  });
});
