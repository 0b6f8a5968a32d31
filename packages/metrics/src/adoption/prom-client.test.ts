import * as promClient from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics, encodeText } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';
import { promClientFamilies } from './prom-client.ts';

let theirs: promClient.Registry;
let registry: Registry;
let errors: string[];

beforeEach(() => {
  theirs = new promClient.Registry();
  errors = [];
  registry = new Registry({ onError: ({ message }) => void errors.push(message) });
  registry.include(promClientFamilies(theirs));
});

/** Metrics of every type, as prom-client users define them. */
function defineAll(registers: promClient.Registry[] = [theirs]): void {
  const counter = new promClient.Counter({ name: 'requests_total', help: 'Requests "\\\n.', labelNames: ['route', 'code'], registers });
  counter.inc({ route: '/"\\\n', code: 200 }, 3);
  counter.inc({ route: '/' });
  new promClient.Gauge({ name: 'size', help: 'Size.', registers }).set(-2.5);
  const histogram = new promClient.Histogram({
    name: 'wait_seconds',
    help: 'Wait.',
    labelNames: ['route'],
    buckets: [0.1, 1, 10],
    registers,
  });
  for (const seconds of [0.05, 0.5, 100]) histogram.observe({ route: '/' }, seconds);
  histogram.observe({ route: '/x' }, 1);
  const summary = new promClient.Summary({ name: 'body_bytes', help: 'Body.', labelNames: ['route'], percentiles: [0.5, 0.99], registers });
  summary.observe({ route: '/' }, 7);
}

describe('metrics of prom-client', () => {
  it('are shown as prom-client shows them, but for the place of bounds and quantiles', async () => {
    defineAll();
    expect(sorted(await registry.metrics())).toEqual(sorted(withoutBlankLines(await theirs.metrics())));
  });

  it('keep their default labels', async () => {
    theirs.setDefaultLabels({ app: 'shop', route: 'never where there is one' });
    defineAll();
    expect(sorted(await registry.metrics())).toEqual(sorted(withoutBlankLines(await theirs.metrics())));
    expect(await registry.metrics()).toContain('size{app="shop",route="never where there is one"} -2.5\n');
  });

  it('stand beside our own in one scrape, in either format', async () => {
    defineAll();
    registry.counter({ name: 'orders_total', help: 'Orders.' }).inc();
    expect(await registry.metrics()).toContain('orders_total 1\n# HELP requests_total');
    const text = encodeOpenMetrics(await registry.gather());
    expect(text).toContain('# TYPE requests counter\n');
    expect(text).toContain('wait_seconds_bucket{route="/",le="1.0"} 2\n');
    expect(text).toContain('body_bytes{route="/",quantile="0.5"} 7\n');
  });

  it('are brought up to date by their own collectors', async () => {
    let calls = 0;
    const gauge = new promClient.Gauge({
      name: 'calls',
      help: 'h',
      registers: [],
      async collect() {
        await Promise.resolve();
        this.set(++calls);
      },
    });
    theirs.registerMetric(gauge);
    expect([await registry.metrics(), await registry.metrics()].map((text) => text.split('\n')[2])).toEqual(['calls 1', 'calls 2']);
  });

  it('spell NaN and infinities as the format wants', async () => {
    for (const [name, value] of Object.entries({ nan: NaN, up: Infinity, down: -Infinity })) {
      new promClient.Gauge({ name, help: 'h', registers: [theirs] }).set(value);
    }
    expect((await registry.metrics()).match(/^[a-z].*$/gm)).toEqual(['nan NaN', 'up +Inf', 'down -Inf']);
  });

  it('are all of the default metrics that have samples, too', async () => {
    promClient.collectDefaultMetrics({ register: theirs });
    const names = (text: string): string[] => text.match(/^# TYPE .*$(?=\n[^#\n])/gm) ?? [];
    const [ours, ofPromClient] = [names(await registry.metrics()), names(await theirs.metrics())];
    expect([ours.length > 20, ours, errors]).toEqual([true, ofPromClient, []]);
  });
});

describe('counters of an OpenMetrics registry of prom-client', () => {
  it('have their ending, whether prom-client has stripped it from the metric already or not', async () => {
    const strict = new promClient.Registry<promClient.OpenMetricsContentType>();
    strict.setContentType(promClient.openMetricsContentType);
    defineAll([strict as unknown as promClient.Registry]);
    const gatherer = promClientFamilies(strict);
    const before = encodeText(await gatherer.gather());
    await strict.metrics();
    expect(encodeText(await gatherer.gather())).toBe(before);
    expect(before).toContain('# TYPE requests_total counter\nrequests_total{');
    expect(encodeOpenMetrics(await gatherer.gather())).toContain('# TYPE requests counter\n');
  });
});

describe('a clash with prom-client', () => {
  it('leaves out its metric, and says so', async () => {
    defineAll();
    registry.gauge({ name: 'wait_seconds_count', help: 'h' });
    registry.gauge({ name: 'size', help: 'Ours.' }).set(1);
    const text = await registry.metrics();
    expect(text.match(/^# TYPE .*$/gm)).toEqual([
      '# TYPE wait_seconds_count gauge',
      '# TYPE size gauge',
      '# TYPE requests_total counter',
      '# TYPE body_bytes summary',
    ]);
    expect(text).toContain('size 1\n');
    expect(errors).toEqual([
      'Included gatherer "prom-client": its metric "size" is left out: Metric "size": its sample "size" is exposed by the metric "size" already. Rename one of them.',
      'Included gatherer "prom-client": its metric "wait_seconds" is left out: Metric "wait_seconds": its sample "wait_seconds_count" is exposed by the metric "wait_seconds_count" already. Rename one of them.',
    ]);
  });

  it('is found between its own metrics as well', async () => {
    theirs.registerMetric(new promClient.Histogram({ name: 'x', help: 'h', registers: [] }));
    theirs.registerMetric(new promClient.Gauge({ name: 'x_count', help: 'h', registers: [] }));
    expect((await registry.metrics()).match(/^# TYPE .*$/gm)).toEqual(['# TYPE x histogram']);
    expect(errors).toHaveLength(1);
  });
});

it('costs the metrics of prom-client only when one of its collectors throws', async () => {
  defineAll();
  const collect = (): void => {
    throw new Error('no answer');
  };
  theirs.registerMetric(new promClient.Gauge({ name: 'broken', help: 'h', registers: [], collect }));
  registry.gauge({ name: 'own', help: 'h' });
  expect(await registry.metrics()).toBe('# HELP own h\n# TYPE own gauge\nown 0\n');
  expect(errors).toEqual(['Included gatherer "prom-client" failed: no answer']);
});

it('shows what is of an unknown type as a gauge, and what has no values not at all', async () => {
  const metric = { name: 'x', help: 'h', type: 'odd', values: [{ value: 5, labels: { a: undefined } }] };
  const gatherer = promClientFamilies({ getMetricsAsJSON: async () => [metric, { name: 'y', help: 'h', type: 'gauge' }] });
  expect(encodeText(await gatherer.gather())).toBe('# HELP x h\n# TYPE x gauge\nx{a="undefined"} 5\n');
});

it.each([
  [undefined, 'undefined'],
  [{ register: {} }, '{"register":{}} (object)'],
])('refuses what is no registry of prom-client: %j', (value, got) => {
  const message = `promClientFamilies: expected a prom-client registry, such as its "register", got ${got}.`;
  expect(() => promClientFamilies(value as never)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
});

function withoutBlankLines(text: string): string {
  return text.replaceAll(/\n\n+/g, '\n');
}

/** The lines, each with its labels in one order. */
function sorted(text: string): string[] {
  return text.split('\n').map((line) =>
    line.replace(
      /\{(.*)\}/,
      (_, labels: string) =>
        `{${labels
          .split(/,(?=[a-z]+=)/)
          .sort()
          .join(',')}}`,
    ),
  );
}
