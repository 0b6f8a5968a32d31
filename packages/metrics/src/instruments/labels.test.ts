import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';

const SHOP_STATE = ['shop', 'state'] as const;

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

describe('labels()', () => {
  it('returns the same handle for the same label set, in whatever order it is written', () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: SHOP_STATE });
    const handle = orders.labels({ shop: 'Lyon', state: 'paid' });
    expect(orders.labels({ shop: 'Lyon', state: 'paid' })).toBe(handle);
    expect(orders.labels({ state: 'paid', shop: 'Lyon' })).toBe(handle);
    expect(orders.labels(Object.freeze({ shop: 'Lyon', state: 'paid' }))).toBe(handle);
    expect(orders.labels({ __proto__: null, state: 'paid', shop: 'Lyon' } as never)).toBe(handle);
  });

  it('returns handles that stay valid while thousands of series are added', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['id'], maxSeries: 5000 });
    const handles = Array.from({ length: 5000 }, (_, i) => size.labels({ id: String(i) }));
    handles.forEach((handle, i) => handle.set(i));
    const expected = Array.from({ length: 5000 }, (_, i) => `size{id="${i}"} ${i}\n`);
    expect(await registry.metrics()).toBe(`# HELP size h\n# TYPE size gauge\n${expected.join('')}`);
  });

  it('creates the series at 0, in the order of the first calls', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: SHOP_STATE });
    expect(await registry.metrics()).toBe('');
    orders.labels({ state: 'paid', shop: 'Lyon' });
    orders.labels({ shop: 'Berlin', state: '' });
    expect(await registry.metrics()).toBe(
      '# HELP orders_total h\n# TYPE orders_total counter\norders_total{shop="Lyon",state="paid"} 0\norders_total{shop="Berlin",state=""} 0\n',
    );
  });

  it('copies the values: what the caller does to the object later changes nothing', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['shop'] });
    const labels = { shop: 'Lyon' };
    size.labels(labels).set(1);
    labels.shop = 'Berlin';
    expect(await registry.metrics()).toBe('# HELP size h\n# TYPE size gauge\nsize{shop="Lyon"} 1\n');
  });

  it.each([
    [
      ['x|', 'y'],
      ['x', '|y'],
    ],
    [
      ['x,state=y', ''],
      ['x', 'state=y'],
    ],
    [
      ['x","state="y', 'z'],
      ['x', 'y","state="z'],
    ],
    [
      ['1,b:2', '3'],
      ['1', 'b:2,3'],
    ],
    [
      ['\\', 'n'],
      ['\\n', ''],
    ],
    [
      ['\n', ''],
      [String.raw`\n`, ''],
    ],
    [
      ['', 'x'],
      ['x', ''],
    ],
    [
      ['x', 'x'],
      ['x', 'x '],
    ],
    [
      ['\0', ''],
      ['', '\0'],
    ],
    [
      ['é', ''],
      ['e\u0301', ''],
    ],
  ])('keeps %j and %j apart', async (one, other) => {
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: SHOP_STATE });
    const [first, second] = [one, other].map(([shop = '', state = '']) => size.labels({ shop, state }));
    first!.set(1);
    second!.set(2);
    expect(first).not.toBe(second);
    expect(size.get().map(({ labels, value }) => [[labels['shop'], labels['state']], value])).toEqual([
      [one, 1],
      [other, 2],
    ]);
    const lines = (await registry.metrics()).trimEnd().split('\n').slice(2);
    expect(new Set(lines.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(2);
  });
});

describe('labels() of a bad label set', () => {
  const EXACTLY = 'Counter "orders_total": expected exactly the labels "shop", "state", got';

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'Counter "orders_total": expected an object with the labels "shop", "state", got undefined.'],
    ['null', null, 'Counter "orders_total": expected an object with the labels "shop", "state", got null.'],
    [
      'values in a list',
      ['Lyon', 'paid'],
      'Counter "orders_total": expected an object with the labels "shop", "state", got ["Lyon","paid"] (object).',
    ],
    ['a string', 'Lyon', 'Counter "orders_total": expected an object with the labels "shop", "state", got "Lyon" (string).'],
    ['a number', 5, 'Counter "orders_total": expected an object with the labels "shop", "state", got 5 (number).'],
    [
      'a function',
      Object.assign(() => 0, { shop: 'Lyon', state: 'paid' }),
      'Counter "orders_total": expected an object with the labels "shop", "state", got () => 0 (function).',
    ],
    ['an empty object', {}, `${EXACTLY} none: missing "shop", "state".`],
    ['a label too few', { shop: 'Lyon' }, `${EXACTLY} "shop": missing "state".`],
    ['a label too many', { shop: 'Lyon', state: 'paid', city: 'x' }, `${EXACTLY} "shop", "state", "city": unknown "city".`],
    ['a misspelt label', { shop: 'Lyon', sate: 'paid' }, `${EXACTLY} "shop", "sate": missing "state", unknown "sate".`],
    [
      'a Map',
      new Map([
        ['shop', 'Lyon'],
        ['state', 'paid'],
      ]),
      `${EXACTLY} none: missing "shop", "state".`,
    ],
    ['inherited labels', Object.create({ shop: 'Lyon', state: 'paid' }), `${EXACTLY} none: missing "shop", "state".`],
    ['an inherited label', Object.assign(Object.create({ state: 'paid' }), { shop: 'Lyon' }), `${EXACTLY} "shop": missing "state".`],
    [
      'an inherited label beside a misspelt one',
      Object.assign(Object.create({ shop: 'Lyon' }), { state: 'paid', sop: 'Lyon' }),
      `${EXACTLY} "state", "sop": missing "shop", unknown "sop".`,
    ],
    [
      'the label __proto__',
      JSON.parse('{"shop": "Lyon", "state": "paid", "__proto__": "x"}'),
      `${EXACTLY} "shop", "state", "__proto__": unknown "__proto__".`,
    ],
    [
      'a prototype from JSON',
      { shop: 'Lyon', ['__proto__']: { state: 'paid' } },
      `${EXACTLY} "shop", "__proto__": missing "state", unknown "__proto__".`,
    ],
  ])('refuses %s, whether or not such a series exists', async (_, labels, message) => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: SHOP_STATE });
    const refused = expect.objectContaining({ code: 'ERR_LABEL_SET', message });
    expect(() => orders.labels(labels as never)).toThrow(refused);
    orders.labels({ shop: 'Lyon', state: 'paid' }).inc(3);
    expect(() => orders.labels(labels as never)).toThrow(refused);
    expect(await registry.metrics()).toBe('# HELP orders_total h\n# TYPE orders_total counter\norders_total{shop="Lyon",state="paid"} 3\n');
  });

  const STRING = 'Counter "orders_total", label "shop": expected a string, got';
  const CONVERT = 'Convert it where it is known what it means.';

  it.each<[string, unknown, string]>([
    ['undefined', undefined, `${STRING} undefined. ${CONVERT}`],
    ['null', null, `${STRING} null. ${CONVERT}`],
    ['a number', 5, `${STRING} 5 (number). ${CONVERT}`],
    ['a boolean', true, `${STRING} true (boolean). ${CONVERT}`],
    ['a bigint', 1n, `${STRING} 1 (bigint). ${CONVERT}`],
    ['a symbol', Symbol('x'), `${STRING} Symbol(x) (symbol). ${CONVERT}`],
    ['a list', ['Lyon'], `${STRING} ["Lyon"] (object). ${CONVERT}`],
    ['an object with toString', { toString: () => 'a"} 1\n' }, `${STRING} {} (object). ${CONVERT}`],
    ['a String object', Object('Lyon'), `${STRING} "Lyon" (object). ${CONVERT}`],
    [
      'the overflow value',
      '__overflow__',
      'Counter "orders_total", label "shop": "__overflow__" is kept for what exceeds maxSeries. Choose another value.',
    ],
    [
      'half a surrogate pair',
      'x\udc00',
      String.raw`Counter "orders_total", label "shop": expected text that can be written as UTF-8, got "x\udc00" (string) with half a surrogate pair. Call toWellFormed() on it.`,
    ],
  ])('refuses %s as a value', async (_, shop, message) => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: SHOP_STATE });
    expect(() => orders.labels({ shop, state: 'paid' } as never)).toThrow(expect.objectContaining({ code: 'ERR_LABEL_VALUE', message }));
    expect(await registry.metrics()).toBe('');
  });

  it('refuses a value outside a closed set', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labels: { state: ['open', 'paid'], shop: 'open' } });
    const message =
      'Counter "orders_total", label "state": expected one of "open", "paid", got "Paid" (string). Add it to the definition, or make the label open.';
    expect(() => orders.labels({ state: 'Paid', shop: 'Lyon' } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_LABEL_VALUE', message }),
    );
    expect(await registry.metrics()).toBe('');
  });

  it('refuses also where invalid values are dropped', () => {
    const orders = new Registry({ onInvalid: 'drop' }).counter({ name: 'orders_total', help: 'h', labelNames: ['shop'] });
    expect(() => orders.labels({} as never)).toThrow(expect.objectContaining({ code: 'ERR_LABEL_SET' }));
    expect(() => orders.labels({ shop: 5 } as never)).toThrow(expect.objectContaining({ code: 'ERR_LABEL_VALUE' }));
  });

  it('uses the value it has checked, however often a getter changes its mind', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'] });
    for (let good = 0; good < 6; good++) {
      let reads = 0;
      const labels = {
        get shop(): string {
          return reads++ === good ? `good ${good}` : (5 as never);
        },
      };
      try {
        orders.labels(labels).inc();
      } catch {
        // Refusing such an object is as good as taking the value that was checked.
      }
    }
    expect(orders.get().every(({ labels }) => typeof labels['shop'] === 'string')).toBe(true);
    expect((await registry.metrics()).split('\n').slice(2, -1)).toEqual(
      orders.get().map(({ labels }) => `orders_total{shop="${labels['shop']}"} 1`),
    );
  });

  it('takes no label from Object.prototype', () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: SHOP_STATE });
    const handle = orders.labels({ shop: 'Lyon', state: 'paid' });
    // oxlint-disable-next-line no-extend-native -- the attack itself, taken back below
    Object.defineProperty(Object.prototype, 'state', { value: 'paid', configurable: true, enumerable: true, writable: true });
    try {
      expect(() => orders.labels({ shop: 'Lyon' } as never)).toThrow(`${EXACTLY} "shop": missing "state".`);
      expect(orders.labels({ state: 'paid', shop: 'Lyon' })).toBe(handle);
      expect(() => orders.labels({ state: 'paid', city: 'x' } as never)).toThrow(
        `${EXACTLY} "state", "city": missing "shop", unknown "city".`,
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, 'state');
    }
  });
});

describe('closed labels', () => {
  it('exist in every combination at 0 from the start, the first label outermost', async () => {
    registry.counter({ name: 'attempts_total', help: 'h', labels: { strategy: ['cheapest', 'nearest'], outcome: ['bought', 'failed'] } });
    expect(await registry.metrics()).toBe(
      [
        '# HELP attempts_total h',
        '# TYPE attempts_total counter',
        'attempts_total{strategy="cheapest",outcome="bought"} 0',
        'attempts_total{strategy="cheapest",outcome="failed"} 0',
        'attempts_total{strategy="nearest",outcome="bought"} 0',
        'attempts_total{strategy="nearest",outcome="failed"} 0',
        '',
      ].join('\n'),
    );
  });

  it('exist from the start in gauges and histograms, too', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h', labels: { state: ['on', 'off'] } });
    const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [1], labels: { state: ['on'] } });
    expect(gauge.get().map(({ value }) => value)).toEqual([0, 0]);
    expect(histogram.get()).toHaveLength(4);
  });

  it('exist only once used where one of the labels is open', () => {
    const attempts = registry.counter({ name: 'attempts_total', help: 'h', labels: { outcome: ['bought', 'failed'], company: 'open' } });
    expect(attempts.get()).toEqual([]);
    attempts.labels({ outcome: 'bought', company: 'acme' }).inc();
    expect(attempts.get()).toEqual([{ name: 'attempts_total', labels: { outcome: 'bought', company: 'acme' }, value: 1 }]);
  });

  it('may hold any text, the overflow value included', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h', labels: { state: ['', '__overflow__', 'open', '"\n\\'] } });
    gauge.labels({ state: '__overflow__' }).set(5);
    expect(gauge.get().map(({ labels, value }) => [labels['state'], value])).toEqual([
      ['', 0],
      ['__overflow__', 5],
      ['open', 0],
      ['"\n\\', 0],
    ]);
  });

  it('may hold the overflow value also beside an open label', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h', labels: { state: ['__overflow__'], shop: 'open' } });
    gauge.labels({ state: '__overflow__', shop: 'a' }).set(5);
    expect(gauge.get()).toEqual([{ name: 'g', labels: { state: '__overflow__', shop: 'a' }, value: 5 }]);
    expect(() => gauge.labels({ state: '__overflow__', shop: '__overflow__' })).toThrow('is kept for what exceeds maxSeries');
  });

  it('may fill maxSeries to the last series', () => {
    expect(registry.gauge({ name: 'g', help: 'h', maxSeries: 4, labels: { a: ['1', '2'], b: ['1', '2'] } }).get()).toHaveLength(4);
  });
});

describe('a metric without labels', () => {
  it('has no labels() and exists at 0 from the start', async () => {
    const metrics = [
      registry.counter({ name: 'c_total', help: 'h' }),
      registry.gauge({ name: 'g', help: 'h' }),
      registry.histogram({ name: 'h', help: 'h', buckets: [1] }),
    ];
    for (const metric of metrics) expect(metric).not.toHaveProperty('labels');
    expect((await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      'c_total 0',
      'g 0',
      'h_bucket{le="1"} 0',
      'h_bucket{le="+Inf"} 0',
      'h_sum 0',
      'h_count 0',
    ]);
  });

  it('has one series also for code that handles all families alike', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    gauge.family.labels({}).set(5);
    expect(gauge.family.resolve({}).row).toBe(0);
    expect(() => gauge.family.labels({ a: 'x' })).toThrow('Gauge "g": expected exactly the labels none, got "a": unknown "a".');
    expect(gauge.get()).toEqual([{ name: 'g', labels: {}, value: 5 }]);
  });
});
