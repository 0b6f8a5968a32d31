/** What a real Prometheus stores is what the registry holds, whichever way the library's exporter is scraped. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Registry } from '@tradesim/metrics';
import type { Sample } from '@tradesim/metrics';
import { createExporter, metricsHandler } from '@tradesim/metrics/exporter';
import type { ExporterOptions } from '@tradesim/metrics/exporter';
import { metricsFetchHandler } from '@tradesim/metrics/fetch';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../oracles/debian.ts';
import { atEndOfSuite } from '../support/application.ts';
import { Authority, hasOpenssl } from '../support/authority.ts';
import { Prometheus } from '../support/prometheus.ts';
import type { ScrapeJob, Target } from '../support/prometheus.ts';
import { inOpenMetrics, shop } from './shop.ts';

const CREDENTIALS = { username: 'prometheus', password: 'pässword: "1"' };

const missing = (await missingDebianPackage('prometheus')) ?? (hasOpenssl() ? undefined : 'there is no openssl program');

describe('a Prometheus that scrapes the library', () => {
  const undo = atEndOfSuite();
  const { registry, samples } = shop();
  const jobs: ScrapeJob[] = [];
  /** How much each answer took, headers included. */
  const sentBytes: number[] = [];
  let prometheus: Prometheus;
  let targets: ReadonlyMap<string, Omit<Target, 'job'>>;

  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  beforeAll(async () => {
    if (missing !== undefined) return;
    await offerFormats();
    await offerCredentials();
    await offerTls();
    await offerLimits();
    prometheus = await Prometheus.start(jobs, undo);
    await prometheus.untilScraped();
    targets = new Map((await prometheus.targets()).map(({ job, health, lastError }) => [job, { health, lastError }]));
  });

  function addJob(name: string, target: string, settings: Readonly<Record<string, unknown>> = {}): void {
    jobs.push({ name, target, intervalMs: 1000, settings });
  }

  async function exporter(options: Partial<ExporterOptions> = {}): Promise<string> {
    const started = await createExporter({ registry, port: 0, closeTimeoutMs: 0, ...options });
    undo(() => started.close());
    return `${started.host}:${started.port}`;
  }

  async function server(listener: RequestListener): Promise<string> {
    const listening = createServer(listener).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    undo(() => listening.close().closeAllConnections());
    return `127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  async function offerFormats(): Promise<void> {
    addJob('text', await exporter({ openMetrics: false }));
    addJob('text, not compressed', await exporter({ openMetrics: false, gzip: false }));
    addJob('OpenMetrics', await exporter({ createdTimestamps: true }));
    addJob('OpenMetrics, not compressed', await exporter({ createdTimestamps: true, gzip: false }));
    addJob('listed', await exporter({ openMetrics: false }), {
      params: { 'name[]': ['shop_stock_grams', 'shop_wait_seconds_count', 'shop_none'] },
    });
    const handler = metricsHandler(registry, { createdTimestamps: true });
    addJob(
      'handler',
      await server((request, response) => {
        const { socket } = request;
        const before = socket.bytesWritten;
        response.on('finish', () => sentBytes.push(socket.bytesWritten - before));
        handler(request, response);
      }),
    );
    const fetchHandler = metricsFetchHandler(registry, { openMetrics: false });
    addJob(
      'fetch',
      await server((request, response) => {
        const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
        void fetchHandler(new Request(`http://shop.example${request.url}`, { headers })).then((answer) => {
          response.writeHead(answer.status, Object.fromEntries(answer.headers));
          Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]).pipe(response);
        });
      }),
    );
  }

  async function offerCredentials(): Promise<void> {
    const basic = await exporter({ auth: CREDENTIALS });
    addJob('password', basic, { basic_auth: CREDENTIALS });
    addJob('wrong password', basic, { basic_auth: { ...CREDENTIALS, password: 'pässword: "2"' } });
    addJob('no password', basic);
    const bearer = await exporter({ auth: [CREDENTIALS, { token: 'a.b-c~9=' }] });
    addJob('token', bearer, { authorization: { credentials: 'a.b-c~9=' } });
    addJob('wrong token', bearer, { authorization: { credentials: 'a.b-c~9' } });
  }

  async function offerTls(): Promise<void> {
    const authority = new Authority('own');
    undo(() => authority.remove());
    const tls = authority.issue('server');
    authority.issue('client');
    const knowing = { ca_file: authority.path('ca.pem') };
    const presenting = { ...knowing, cert_file: authority.path('client.pem'), key_file: authority.path('client.key') };
    const secure = await exporter({ tls });
    addJob('TLS', secure, { scheme: 'https', tls_config: knowing });
    addJob('TLS, unknown authority', secure, { scheme: 'https' });
    addJob('TLS, without', secure);
    const mutual = await exporter({ tls: { ...tls, ca: authority.certificate } });
    addJob('mutual TLS', mutual, { scheme: 'https', tls_config: presenting });
    addJob('mutual TLS, no certificate', mutual, { scheme: 'https', tls_config: knowing });
  }

  async function offerLimits(): Promise<void> {
    const slow = new Registry();
    slow.counter({ name: 'shop_orders_total', help: 'Orders.' }).inc(3);
    slow.gauge({ name: 'shop_slow', help: 'What takes long.' });
    slow.addCollector({ name: 'slow', metrics: ['shop_slow'], collect: () => new Promise(() => undefined) });
    addJob('slow collector', await exporter({ registry: slow }));

    const full = await exporter({ registry: { gather: () => new Promise(() => undefined) }, maxConcurrentScrapes: 1 });
    const leaving = new AbortController();
    fetch(`http://${full}/metrics`, { signal: leaving.signal }).catch(() => undefined);
    undo(() => leaving.abort());
    addJob('too many', full);
  }

  /** The latest value of each series of a job, without what Prometheus adds. */
  async function stored(job: string): Promise<Map<string, number>> {
    const series = await prometheus.samples(`{job="${job}",__name__!~"up|scrape_.+"}`, '1m');
    return bySeries(series.map(({ labels, samples: seen }) => [labels, seen.at(-1)![1]]));
  }

  it.each(['text', 'text, not compressed', 'fetch'])('has every sample of the text format: %s', async (job) => {
    expect(targets.get(job)).toEqual({ health: 'up', lastError: '' });
    expect(await stored(job)).toEqual(expected(samples()));
  });

  it.each(['OpenMetrics', 'OpenMetrics, not compressed', 'handler'])(
    'has every sample that OpenMetrics allows, and since when it counts: %s',
    async (job) => {
      expect(targets.get(job)).toEqual({ health: 'up', lastError: '' });
      expect(await stored(job)).toEqual(expected(inOpenMetrics(samples())));
    },
  );

  it('has asked for compression, and got it', async () => {
    const { length } = await registry.metrics();
    expect(Math.max(...sentBytes)).toBeGreaterThan(0);
    expect(Math.max(...sentBytes)).toBeLessThan(length / 2);
  });

  it('knows type, unit and help of every metric', async () => {
    const described = (metadata: Awaited<ReturnType<Prometheus['metadata']>>): string[] =>
      metadata.map(({ metric, type, unit, help }) => `${metric}: ${[type, unit].filter(Boolean).join(' in ')}. ${help}`);
    expect(described(await prometheus.metadata('OpenMetrics'))).toEqual([
      'shop_build: info. Version.',
      'shop_change: histogram. Change.',
      'shop_door: stateset. Door.',
      'shop_orders: counter. Orders.',
      'shop_size_grams: summary in grams. Size.',
      'shop_stock_grams: gauge in grams. Stock "in\\store",\nby kind.',
      'shop_wait_seconds: histogram in seconds. Wait.',
    ]);
    expect(described(await prometheus.metadata('text'))).toEqual([
      'shop_build_info: gauge. Version.',
      'shop_change: histogram. Change.',
      'shop_door: gauge. Door.',
      'shop_orders_total: counter. Orders.',
      'shop_size_grams: summary. Size.',
      'shop_stock_grams: gauge. Stock "in\\store",\nby kind.',
      'shop_wait_seconds: histogram. Wait.',
    ]);
  });

  it('has only the metrics that it lists', async () => {
    const listed = samples().filter(({ name }) => /^shop_(?:stock|wait)/.test(name));
    expect(await stored('listed')).toEqual(expected(listed));
  });

  it.each(['password', 'token', 'TLS', 'mutual TLS'])('comes in with %s', async (job) => {
    expect(targets.get(job)).toEqual({ health: 'up', lastError: '' });
    const openMetrics = inOpenMetrics(samples()).filter(({ name }) => !name.endsWith('_created'));
    expect(await stored(job)).toEqual(expected(openMetrics));
  });

  it.each([
    ['wrong password', '401 Unauthorized'],
    ['no password', '401 Unauthorized'],
    ['wrong token', '401 Unauthorized'],
    ['TLS, unknown authority', 'certificate signed by unknown authority'],
    ['TLS, without', 'EOF'],
    ['mutual TLS, no certificate', 'certificate required'],
    ['too many', '503 Service Unavailable'],
  ])('is down with %s, and says why', async (job, why) => {
    expect(targets.get(job)).toEqual({ health: 'down', lastError: expect.stringContaining(why) as string });
    expect(await stored(job)).toEqual(new Map());
  });

  it('is answered in time when a collector is slow, without its metrics', async () => {
    expect(targets.get('slow collector')).toEqual({ health: 'up', lastError: '' });
    expect(await stored('slow collector')).toEqual(new Map([['{"__name__":"shop_orders_total"}', 3]]));
  });
});

const ADDED_LABELS: ReadonlySet<string> = new Set(['job', 'instance']);

/** Orders values by their labels, as Prometheus tells series apart: a label that is empty is none. */
function bySeries(series: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]): Map<string, number> {
  const keyed = series.map(([labels, value]): [string, number] => {
    const given = Object.entries(labels).filter(([name, text]) => text !== '' && !ADDED_LABELS.has(name));
    return [JSON.stringify(Object.fromEntries(given.toSorted(byKey))), value];
  });
  expect(new Set(keyed.map(([key]) => key)).size, 'series that differ').toBe(series.length);
  return new Map(keyed.toSorted(byKey));
}

function expected(samples: readonly Sample[]): Map<string, number> {
  return bySeries(samples.map(({ name, labels, value }) => [{ __name__: name, ...labels }, value]));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
