import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from './registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

describe('a child registry', () => {
  it('defines metrics under its prefix and with its labels, in the registry itself', async () => {
    const shop = registry.child({ prefix: 'shop_', labels: { region: 'eu' } });
    shop
      .counter({ name: 'orders_total', help: 'Orders.', labelNames: ['state'] })
      .labels({ state: 'paid' })
      .inc(2);
    shop.gauge({ name: 'queue', help: 'Waiting.' }).set(3);
    shop.histogram({ name: 'wait_seconds', help: 'Wait.', buckets: [1] }).observe(0.5);
    shop.summary({ name: 'size_bytes', help: 'Size.', quantiles: [0.5] }).observe(7);
    shop.info({ name: 'build_info', help: 'Build.', labelNames: ['version'] }).set({ version: '1' });
    shop.stateSet({ name: 'status', help: 'Status.', states: ['open', 'closed'] }).set('open');
    expect(await registry.metrics()).toBe(`# HELP shop_orders_total Orders.
# TYPE shop_orders_total counter
shop_orders_total{region="eu",state="paid"} 2
# HELP shop_queue Waiting.
# TYPE shop_queue gauge
shop_queue{region="eu"} 3
# HELP shop_wait_seconds Wait.
# TYPE shop_wait_seconds histogram
shop_wait_seconds_bucket{region="eu",le="1"} 1
shop_wait_seconds_bucket{region="eu",le="+Inf"} 1
shop_wait_seconds_sum{region="eu"} 0.5
shop_wait_seconds_count{region="eu"} 1
# HELP shop_size_bytes Size.
# TYPE shop_size_bytes summary
shop_size_bytes{region="eu",quantile="0.5"} 7
shop_size_bytes_sum{region="eu"} 7
shop_size_bytes_count{region="eu"} 1
# HELP shop_build_info Build.
# TYPE shop_build_info gauge
shop_build_info{region="eu",version="1"} 1
# HELP shop_status Status.
# TYPE shop_status gauge
shop_status{region="eu",shop_status="open"} 1
shop_status{region="eu",shop_status="closed"} 0
`);
  });

  it('has children: prefixes follow one another, labels add up', async () => {
    const baskets = registry.child({ prefix: 'shop_', labels: { region: 'eu' } }).child({ prefix: 'basket_', labels: { zone: 'a"b' } });
    const size = baskets.gauge({ name: 'size', help: 'Size.' });
    expect(size.name).toBe('shop_basket_size');
    expect(await registry.metrics()).toBe(
      '# HELP shop_basket_size Size.\n# TYPE shop_basket_size gauge\nshop_basket_size{region="eu",zone="a\\"b"} 0\n',
    );
  });

  it('keeps the labels as they were given, whatever the caller does to the object later', async () => {
    const labels = { region: 'eu' };
    const child = registry.child({ labels });
    labels.region = 'us';
    child.gauge({ name: 'size', help: 'h' });
    expect(await registry.metrics()).toContain('size{region="eu"} 0\n');
  });

  it('returns the same metric for the same definition, whichever child with its prefix and labels makes it', () => {
    const options = { name: 'size', help: 'h' };
    const one = registry.child({ prefix: 'a_', labels: { x: '1', y: '2' } }).gauge(options);
    expect(
      registry
        .child({ labels: { y: '2' } })
        .child({ prefix: 'a_', labels: { x: '1' } })
        .gauge(options),
    ).toBe(one);
    expect(registry.child({}).child({ prefix: '' }).gauge(options)).toBe(registry.gauge(options));
  });

  it('shows the values of a label that its parent lists, too', () => {
    const parent = registry.child({ labels: { region: 'eu' } });
    expect(() => parent.child({ labels: { region: 'us' } })).toThrow(
      'Child registry: the label "region" is "eu" (string) in its parent already. Leave it out.',
    );
  });

  it('is emptied with its registry, and goes on working', async () => {
    const child = registry.child({ prefix: 'a_' });
    child.gauge({ name: 'size', help: 'h' });
    registry.clear();
    expect(await registry.metrics()).toBe('');
    child.gauge({ name: 'size', help: 'other' }).set(1);
    expect(await registry.metrics()).toBe('# HELP a_size other\n# TYPE a_size gauge\na_size 1\n');
  });
});

describe('children that define the same metric', () => {
  const options = { name: 'orders_total', help: 'Orders.', labelNames: ['state'] } as const;

  it('show all of their series below one header', async () => {
    const [eu, us, asia] = ['eu', 'us', 'asia'].map((region) => registry.child({ labels: { region } }).counter(options));
    registry.gauge({ name: 'last', help: 'h' });
    us!.labels({ state: 'paid' }).inc(2);
    eu!.labels({ state: 'paid' }).inc(1);
    eu!.labels({ state: 'open' }).inc(5);
    const expected = `# HELP orders_total Orders.
# TYPE orders_total counter
orders_total{region="eu",state="paid"} 1
orders_total{region="eu",state="open"} 5
orders_total{region="us",state="paid"} 2
# HELP last h
# TYPE last gauge
last 0
`;
    expect(await registry.metrics()).toBe(expected);
    expect(await registry.metrics()).toBe(expected);
    asia!.labels({ state: 'paid' });
    eu!.clear();
    expect(await registry.metrics()).toBe(`# HELP orders_total Orders.
# TYPE orders_total counter
orders_total{region="us",state="paid"} 2
orders_total{region="asia",state="paid"} 0
# HELP last h
# TYPE last gauge
last 0
`);
  });

  it('show them so in OpenMetrics, also where the name leaves the family no type', async () => {
    for (const region of ['eu', 'us']) {
      registry.child({ labels: { region } }).counter(options).labels({ state: 'paid' }).inc();
      registry
        .child({ labels: { region } })
        .histogram({ name: 'wait', help: 'Wait.', buckets: [1] })
        .observe(1);
    }
    registry.gauge({ name: 'wait_created', help: 'Takes the name.' });
    expect(encodeOpenMetrics(await registry.gather())).toBe(`# TYPE orders counter
# HELP orders Orders.
orders_total{region="eu",state="paid"} 1
orders_total{region="us",state="paid"} 1
# TYPE wait_bucket unknown
# HELP wait_bucket Wait.
wait_bucket{region="eu",le="1.0"} 1
wait_bucket{region="eu",le="+Inf"} 1
wait_bucket{region="us",le="1.0"} 1
wait_bucket{region="us",le="+Inf"} 1
# TYPE wait_sum unknown
# HELP wait_sum Wait.
wait_sum{region="eu"} 1
wait_sum{region="us"} 1
# TYPE wait_count unknown
# HELP wait_count Wait.
wait_count{region="eu"} 1
wait_count{region="us"} 1
# TYPE wait_created gauge
# HELP wait_created Takes the name.
wait_created 0
# EOF
`);
  });

  it('have one family when they are gathered, which hands out the samples of all', async () => {
    for (const region of ['eu', 'us']) registry.child({ labels: { region } }).gauge({ name: 'size', help: 'h' });
    const [family, ...others] = await registry.gather();
    const seen: unknown[] = [];
    family!.visit({ sample: (_suffix, { names, values }, _bound, value) => seen.push([...names, ...values, value]) });
    expect([seen, others]).toEqual([
      [
        ['region', 'eu', 0],
        ['region', 'us', 0],
      ],
      [],
    ]);
  });

  it('have a limit each', async () => {
    const limited = { ...options, maxSeries: 1 };
    const [eu, us] = ['eu', 'us'].map((region) => registry.child({ labels: { region } }).counter(limited));
    eu!.labels({ state: 'a' }).inc();
    eu!.labels({ state: 'b' }).inc();
    us!.labels({ state: 'c' }).inc();
    expect(await registry.metrics()).toBe(`# HELP orders_total Orders.
# TYPE orders_total counter
orders_total{region="eu",state="a"} 1
orders_total{region="eu",state="__overflow__"} 1
orders_total{region="us",state="c"} 1
`);
  });

  it.each<[string, object, string]>([
    ['other help', { help: 'Others.' }, 'help "Orders." against "Others."'],
    ['other labels', { labelNames: ['kind'] }, 'labels [["state","open"]] against [["kind","open"]]'],
  ])('may not give it %s', (_, change, difference) => {
    registry.child({ labels: { region: 'eu' } }).counter(options);
    expect(() => registry.child({ labels: { region: 'us' } }).counter({ ...options, ...change })).toThrow(
      `Metric "orders_total" is defined twice with different shapes: ${difference}. Make them equal`,
    );
  });

  it('must have the same label names, so that no series has more labels than another', () => {
    registry.child({ labels: { region: 'eu' } }).counter(options);
    const difference = (other: string): string =>
      `Metric "orders_total" is defined twice with different shapes: labels of the child registry ["region"] against ${other}. Make`;
    expect(() => registry.counter(options)).toThrow(difference('[]'));
    expect(() => registry.child({ labels: { zone: 'eu' } }).counter(options)).toThrow(difference('["zone"]'));
  });

  it('are removed by the child they are in, or all together by the registry', async () => {
    const [eu, us] = ['eu', 'us'].map((region) => registry.child({ prefix: 'a_', labels: { region } }));
    for (const child of [eu!, us!]) child.gauge({ name: 'size', help: 'h' });
    expect([eu!.unregister('a_size'), eu!.unregister('size'), eu!.unregister('size')]).toEqual([false, true, false]);
    expect(await registry.metrics()).toBe('# HELP a_size h\n# TYPE a_size gauge\na_size{region="us"} 0\n');
    eu!.gauge({ name: 'size', help: 'h' });
    expect([registry.unregister('size'), registry.unregister('a_size'), registry.unregister('a_size')]).toEqual([false, true, false]);
    expect(await registry.metrics()).toBe('');
    expect(() => registry.histogram({ name: 'a_size', help: 'free again' })).not.toThrow();
  });

  it('are removed with the child of which theirs are children', async () => {
    const eu = registry.child({ labels: { region: 'eu' } });
    for (const zone of ['a', 'b']) eu.child({ labels: { zone } }).gauge({ name: 'size', help: 'h' });
    registry.child({ labels: { region: 'us', zone: 'a' } }).gauge({ name: 'size', help: 'h' });
    expect(eu.unregister('size')).toBe(true);
    expect(await registry.metrics()).toBe('# HELP size h\n# TYPE size gauge\nsize{region="us",zone="a"} 0\n');
  });
});

describe('collectors of a child registry', () => {
  const failing = (metrics: readonly (string | { readonly name: string })[]) => ({
    name: 'failing',
    metrics,
    collect: () => {
      throw new Error('no answer');
    },
  });

  it('name the metrics that they feed without the prefix, and cost those of no other child', async () => {
    const [eu, us] = ['eu', 'us'].map((region) => registry.child({ prefix: 'a_', labels: { region } }));
    for (const child of [eu!, us!]) child.gauge({ name: 'size', help: 'h' });
    const remove = eu!.addCollector(failing(['size']));
    expect(await registry.metrics()).toBe('# HELP a_size h\n# TYPE a_size gauge\na_size{region="us"} 0\n');
    remove();
    expect(await registry.metrics()).toContain('a_size{region="eu"} 0\n');
  });

  it('may be those of the registry, which names a metric of a child by what defining it returned', async () => {
    const [eu] = ['eu', 'us'].map((region) => registry.child({ labels: { region } }).gauge({ name: 'size', help: 'h' }));
    const remove = registry.addCollector(failing([eu!]));
    expect(await registry.metrics()).toBe('# HELP size h\n# TYPE size gauge\nsize{region="us"} 0\n');
    remove();
    registry.addCollector(failing(['size']));
    expect(await registry.metrics()).toBe('');
  });
});

describe('a child registry is refused', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'ERR_METRIC_OPTIONS', "Child registry: expected an object such as { prefix: 'shop_' }, got undefined."],
    ['shop_', 'ERR_METRIC_OPTIONS', `Child registry: expected an object such as { prefix: 'shop_' }, got "shop_" (string).`],
    [{ prefix: 5 }, 'ERR_METRIC_OPTIONS', 'Child registry: expected prefix to be a string, got 5 (number).'],
    [
      { prefix: 'shop-' },
      'ERR_METRIC_NAME',
      'Child registry, its prefix: expected a name of letters, digits, "_" and ":" that does not begin with a digit, got "shop-" (string). For example "shop_".',
    ],
    [
      { labels: ['region'] },
      'ERR_METRIC_OPTIONS',
      `Child registry: expected labels to be an object such as { region: 'eu' }, got ["region"] (object).`,
    ],
    [{ labels: null }, 'ERR_METRIC_OPTIONS', "Child registry: expected labels to be an object such as { region: 'eu' }, got null."],
    [
      { labels: { 'in-valid': 'x' } },
      'ERR_LABEL_NAME',
      'Child registry: expected a label name of letters, digits and "_" that does not begin with a digit, got "in-valid" (string). For example "in_valid".',
    ],
    [
      { labels: { __name__: 'x' } },
      'ERR_LABEL_NAME',
      'Child registry: the label name "__name__" (string) begins with "__", which Prometheus keeps for itself. Drop the underscores.',
    ],
    [
      { labels: { le: '1' } },
      'ERR_LABEL_NAME',
      'Child registry: the label name "le" (string) is reserved, because the exposition adds it by itself. Choose another name.',
    ],
    [
      { labels: { quantile: '1' } },
      'ERR_LABEL_NAME',
      'Child registry: the label name "quantile" (string) is reserved, because the exposition adds it by itself. Choose another name.',
    ],
    [
      { labels: { region: 5 } },
      'ERR_LABEL_VALUE',
      'Child registry, label "region": expected a string, got 5 (number). Convert it where it is known what it means.',
    ],
    [
      { labels: { region: '__overflow__' } },
      'ERR_LABEL_VALUE',
      'Child registry, label "region": "__overflow__" is kept for what exceeds maxSeries. Choose another value.',
    ],
  ])('with %j', (options, code, message) => {
    expect(() => registry.child(options as never)).toThrow(expect.objectContaining({ code, message }));
  });

  it('when a metric has one of its labels, or shows it by itself', async () => {
    const child = registry.child({ labels: { status: 'x' } });
    const message = 'the label name "status" (string) is reserved, because the exposition adds it by itself. Choose another name.';
    expect(() => child.gauge({ name: 'size', help: 'h', labelNames: ['status'] })).toThrow(`Gauge "size": ${message}`);
    expect(() => child.stateSet({ name: 'status', help: 'h', states: ['a'] })).toThrow(`Stateset "status": ${message}`);
    expect(await registry.metrics()).toBe('');
  });

  it('never for a prefix that only goes on, or a name that is allowed to be any text', async () => {
    registry.child({ prefix: 'a' }).child({ prefix: '5_' }).gauge({ name: 'size', help: 'h' });
    const any = new Registry({ nameValidation: 'utf8' });
    any.child({ prefix: 'http.', labels: { 'my-region': 'eu' } }).gauge({ name: 'size', help: 'h' });
    expect(await registry.metrics()).toContain('a5_size 0\n');
    expect(await any.metrics()).toContain('http_size{my_region="eu"} 0\n');
  });
});
