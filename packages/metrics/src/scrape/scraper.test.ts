import { describe, expect, it } from 'vitest';
import { ByteBuffer } from '../exposition/byte-buffer.ts';
import type { GatherOptions, Gatherer } from '../model/collector.ts';
import { Registry } from '../registry/registry.ts';
import { endOfRound } from './loop-budget.ts';
import type { ScrapeOptions } from './scrape-options.ts';
import { Scraper } from './scraper.ts';
import type { Scrape, ScrapeHead } from './scraper.ts';
import type { Answer } from './answer.ts';

function head(headers: Readonly<Record<string, string>> = {}, url = '/metrics', isGone = false): ScrapeHead {
  return { method: 'GET', url, header: (name) => headers[name], isGone: () => isGone };
}

function textOf(answered: Answer | Scrape): string {
  if ('status' in answered) return `${answered.status} ${answered.body}`;
  const target = new ByteBuffer(0);
  while (answered.body.appendNext(target));
  answered.end(true);
  return new TextDecoder().decode(target.view());
}

function shopRegistry(): Registry {
  const registry = new Registry();
  registry.counter({ name: 'shop_orders_total', help: 'Orders.' }).inc(3);
  registry.gauge({ name: 'shop_stock', help: 'Stock.' });
  return registry;
}

/** A source that waits until it is let go, which takes until those who have asked have come to it. */
function waitingGatherer(): Gatherer & { letGo(): Promise<void> } {
  const waiting: (() => void)[] = [];
  return {
    gather: () => new Promise((resolve) => waiting.push(() => resolve([]))),
    letGo: async () => {
      await endOfRound();
      waiting.splice(0).forEach((resolve) => resolve());
    },
  };
}

describe('a scrape', () => {
  it('is the exposition, or the metrics that it lists', async () => {
    const registry = shopRegistry();
    const scraper = new Scraper(registry, {});
    expect(textOf(await scraper.answer(undefined, head()))).toBe(await registry.metrics());
    expect(textOf(await scraper.answer(undefined, head({}, '/metrics?name[]=shop_orders')))).toBe(
      '# HELP shop_orders_total Orders.\n# TYPE shop_orders_total counter\nshop_orders_total 3\n',
    );
    expect(textOf(await scraper.answer(undefined, head({}, '/metrics?name[]=x')))).toBe('');
    expect(textOf(await scraper.answer(undefined, head({ accept: 'application/openmetrics-text' }, '/?name[]=x')))).toBe('# EOF\n');
  });

  it('tells collectors how long the scraper waits, and nothing when it does not say', async () => {
    const asked: (GatherOptions | undefined)[] = [];
    const scraper = new Scraper({ gather: async (options) => (asked.push(options), []) }, {});
    for (const seconds of ['10', 'soon']) await scraper.answer(undefined, head({ 'x-prometheus-scrape-timeout-seconds': seconds }));
    await scraper.answer(undefined, head());
    expect(asked).toEqual([{ timeoutMs: 9500 }, {}, {}]);
  });

  it('is answered in time when a collector is not, without its metrics', async () => {
    const registry = shopRegistry();
    registry.addCollector({ name: 'slow', metrics: ['shop_stock'], collect: () => new Promise(() => undefined) });
    const text = textOf(await new Scraper(registry, {}).answer(undefined, head({ 'x-prometheus-scrape-timeout-seconds': '0.02' })));
    expect(text).toBe('# HELP shop_orders_total Orders.\n# TYPE shop_orders_total counter\nshop_orders_total 3\n');
  });

  it('is not made for a client that has left', async () => {
    const families = [{ ...(await shopRegistry().gather())[0]!, visit: () => expect.unreachable('a moment was taken') }];
    const scraper = new Scraper({ gather: async () => families }, {});
    expect(await scraper.answer(undefined, head({}, '/', true))).toEqual({ status: 499, body: '' });
  });
});

describe('scrapes at the same time', () => {
  it('are limited, from the question until the end of the body, and others told to come again', async () => {
    const gatherer = waitingGatherer();
    const scraper = new Scraper(gatherer, { maxConcurrentScrapes: 2 });
    const open = [scraper.answer(undefined, head()), scraper.answer(undefined, head())];
    const busy = { status: 503, body: 'Too many scrapes are under way. Ask again later.\n', headers: { 'Retry-After': '1' } };
    expect(await scraper.answer(undefined, head())).toEqual(busy);
    await gatherer.letGo();
    const [first, second] = (await Promise.all(open)) as Scrape[];
    expect(await scraper.answer(undefined, head()), 'while bodies are sent').toEqual(busy);
    first!.end(true);
    first!.end(true);
    const third = scraper.answer(undefined, head());
    expect(await scraper.answer(undefined, head()), 'an end counts once').toEqual(busy);
    second!.end(false);
    await gatherer.letGo();
    expect(await third).not.toHaveProperty('status');
  });

  it('get their place back after a failure, and from those who have left', async () => {
    const sources: Gatherer['gather'][] = [() => Promise.reject(new Error('boom')), async () => [], async () => []];
    const scraper = new Scraper({ gather: () => sources.shift()!() }, { maxConcurrentScrapes: 1 });
    expect(await scraper.answer(undefined, head())).toHaveProperty('status', 500);
    expect(await scraper.answer(undefined, head({}, '/', true))).toHaveProperty('status', 499);
    const scrape = (await scraper.answer(undefined, head())) as Scrape;
    expect(scrape.fail(new Error('boom'))).toHaveProperty('status', 500);
    expect(await scraper.answer(undefined, head())).toHaveProperty('status', 500);
  });
});

describe('scrapes that come in one round of the event loop', () => {
  it('share one gathering, after all of them have asked', async () => {
    const registry = shopRegistry();
    const stock = registry.gauge({ name: 'shop_stock', help: 'Stock.' });
    let collections = 0;
    registry.addCollector({ name: 'stock', collect: () => stock.set(++collections) });
    const scraper = new Scraper(registry, {});
    const [first, second] = [scraper.answer(undefined, head()), scraper.answer(undefined, head())];
    await Promise.resolve();
    const third = scraper.answer(undefined, head());
    const texts = (await Promise.all([first, second, third])).map(textOf);
    expect(texts[0]).toContain('shop_stock 1\n');
    expect(texts).toEqual([texts[0], texts[0], texts[0]]);
    expect(textOf(await scraper.answer(undefined, head()))).toContain('shop_stock 2\n');
  });
});

describe('a scrape by whom the application does not know', () => {
  it('is refused before anything is collected', async () => {
    const gather = (): never => expect.unreachable('collected');
    const scraper = new Scraper({ gather }, { auth: { token: 'abc' } });
    expect(await scraper.answer(undefined, head())).toEqual({
      status: 401,
      body: 'This needs authorization.\n',
      headers: { 'WWW-Authenticate': 'Bearer realm="metrics"' },
    });
  });

  it('is refused with a 500 that tells nothing when the application fails to say', async () => {
    const errors: unknown[] = [];
    const auth = (): never => {
      throw new Error('the secret is gone');
    };
    const answered = await new Scraper(shopRegistry(), { auth, onError: (error) => errors.push(error) }).answer(undefined, head());
    expect(answered).toEqual({ status: 500, body: 'The metrics could not be collected; the application reports why.\n' });
    expect(errors).toEqual([new Error('the secret is gone')]);
  });

  it('does not take a place', async () => {
    let admit: (isKnown: boolean) => void = () => undefined;
    const auth = (): Promise<boolean> => new Promise((resolve) => (admit = resolve));
    const scraper = new Scraper(shopRegistry(), { auth, maxConcurrentScrapes: 1 });
    const [first, letFirst] = [scraper.answer(undefined, head()), admit];
    const [second, letSecond] = [scraper.answer(undefined, head()), admit];
    letSecond(true);
    expect(await second).not.toHaveProperty('status');
    letFirst(false);
    expect(await first).toHaveProperty('status', 401);
  });
});

describe('what an exporter says of its scrapes', () => {
  it('is exposed under the prefix of the application, beginning with the scrape after', async () => {
    const registry = new Registry({ clock: { now: () => 0, monotonic: () => 0 } });
    const options: ScrapeOptions<undefined> = { selfMetrics: { factory: registry, prefix: 'shop' }, auth: () => true };
    const scraper = new Scraper(registry, options);
    const first = textOf(await scraper.answer(undefined, head()));
    expect(first).toContain('shop_exporter_requests_total{code="200"} 0\n');
    expect(first).toContain('shop_exporter_scrapes_in_flight 1\n');
    expect(first).toContain('shop_exporter_exposition_size_bytes_count 0\n');

    await scraper.answer(undefined, { ...head(), method: 'POST' });
    await scraper.answer(undefined, head({}, '/', true));
    ((await scraper.answer(undefined, head())) as Scrape).end(false);
    ((await scraper.answer(undefined, head())) as Scrape).fail(new Error('boom'));
    const samples = (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && !line.includes('_bucket'));
    expect(samples).toEqual([
      'shop_exporter_requests_total{code="200"} 1',
      'shop_exporter_requests_total{code="401"} 0',
      'shop_exporter_requests_total{code="405"} 1',
      'shop_exporter_requests_total{code="414"} 0',
      'shop_exporter_requests_total{code="500"} 1',
      'shop_exporter_requests_total{code="503"} 0',
      'shop_exporter_scrapes_in_flight 0',
      'shop_exporter_scrape_duration_seconds_sum 0',
      'shop_exporter_scrape_duration_seconds_count 4',
      `shop_exporter_exposition_size_bytes_sum ${new TextEncoder().encode(first).length}`,
      'shop_exporter_exposition_size_bytes_count 1',
      'shop_exporter_aborted_scrapes_total 2',
      '',
    ]);
  });

  it('is shared by exporters of one prefix, and nothing without one', async () => {
    const registry = new Registry();
    const options = { selfMetrics: { factory: registry, prefix: 'shop' } };
    for (const scraper of [new Scraper(registry, options), new Scraper(registry, options)]) textOf(await scraper.answer(undefined, head()));
    expect(await registry.metrics()).toContain('shop_exporter_requests_total{code="200"} 2\n');
    const plain = new Registry();
    textOf(await new Scraper(plain, {}).answer(undefined, head()));
    expect(await plain.metrics()).toBe('');
  });
});

describe('options', () => {
  it.each<[ScrapeOptions<unknown>, string]>([
    [{ maxConcurrentScrapes: 0 }, 'expected maxConcurrentScrapes to be an integer >= 1, got 0 (number).'],
    [{ maxConcurrentScrapes: 1.5 }, 'expected maxConcurrentScrapes to be an integer >= 1, got 1.5 (number).'],
    [{ maxConcurrentScrapes: NaN }, 'expected maxConcurrentScrapes to be an integer >= 1, got NaN (number).'],
    [{ maxConcurrentScrapes: '2' as never }, 'expected maxConcurrentScrapes to be an integer >= 1, got "2" (string).'],
    [{ idleTimeoutMs: 0 }, 'expected idleTimeoutMs to be a number 1 … 2147483647, got 0 (number).'],
    [{ idleTimeoutMs: 1e12 }, 'expected idleTimeoutMs to be a number 1 … 2147483647, got 1000000000000 (number).'],
    [{ idleTimeoutMs: NaN }, 'expected idleTimeoutMs to be a number 1 … 2147483647, got NaN (number).'],
  ])('are checked: %j', (options, message) => {
    expect(() => new Scraper(new Registry(), options)).toThrow(
      expect.objectContaining({ code: 'ERR_EXPORTER', message: `Exporter: ${message}` }),
    );
  });
});

describe('a source of metrics', () => {
  it.each([
    [undefined, 'undefined.'],
    [{}, '{} (object).'],
    [{ getMetricsAsJSON: async () => [] }, 'one of prom-client. Pass promClientFamilies(registry) of @tradesim/metrics/prom-client.'],
  ])('is checked before anybody scrapes: %j', (gatherer, got) => {
    expect(() => new Scraper(gatherer as never, {})).toThrow(
      expect.objectContaining({ code: 'ERR_EXPORTER', message: `Exporter: expected a registry or a gatherer, got ${got}` }),
    );
  });
});
