import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Registry } from './registry.ts';

type Options = Readonly<Record<string, unknown>>;

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
  registry.gauge({ name: 'kept', help: 'Was there before.' }).set(1);
});

const KEPT = '# HELP kept Was there before.\n# TYPE kept gauge\nkept 1\n';

function define(type: 'counter' | 'gauge' | 'histogram', options: unknown): unknown {
  return (registry as unknown as Record<typeof type, (options: unknown) => unknown>)[type](options);
}

describe('a definition that is refused', () => {
  afterEach(async () => expect(await registry.metrics()).toBe(KEPT));

  it('is refused where invalid values are dropped, too', async () => {
    const dropping = new Registry({ onInvalid: 'drop' });
    expect(() => dropping.counter({ name: 'x', help: 'h' })).toThrow('Counter "x": expected a name that ends in "_total".');
    expect(await dropping.metrics()).toBe('');
  });

  it.each([
    [undefined, 'Metric: expected an options object, got undefined.'],
    [null, 'Metric: expected an options object, got null.'],
    ['x_total', 'Metric: expected an options object, got "x_total" (string).'],
  ])('has no options: %j', (options, message) => {
    for (const type of ['counter', 'gauge', 'histogram'] as const) {
      expect(() => define(type, options)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
    }
  });

  it.each([
    [undefined, 'got undefined.'],
    [5, 'got 5 (number).'],
    [Symbol('x'), 'got Symbol(x) (symbol).'],
    ['', 'got "" (string).'],
    ['shop-orders', 'got "shop-orders" (string). For example "shop_orders".'],
    ['shop.orders', 'got "shop.orders" (string). For example "shop_orders".'],
    ['5xx', 'got "5xx" (string). For example "_5xx".'],
    ['orders\n', String.raw`got "orders\n" (string). For example "orders_".`],
    ['prix_€', 'got "prix_€" (string). For example "prix__".'],
    ['{a="x"} 1', String.raw`got "{a=\"x\"} 1" (string). For example "_a__x___1".`],
  ])('has a bad name: %s', (name, got) => {
    const rule = 'expected a name of letters, digits, "_" and ":" that does not begin with a digit';
    for (const [type, subject] of [
      ['counter', 'Counter'],
      ['gauge', 'Gauge'],
      ['histogram', 'Histogram'],
    ] as const) {
      const message = `${subject}: ${rule}, ${got}`;
      expect(() => define(type, { name, help: 'h' })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_NAME', message }));
    }
  });

  it('is a counter whose name does not end in _total', () => {
    const message = 'Counter "orders": expected a name that ends in "_total". Call it "orders_total".';
    expect(() => define('counter', { name: 'orders', help: 'h' })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_NAME', message }));
  });

  it.each([
    ['collect', () => undefined, 'Set the metric in a collector, by addCollector().'],
    ['percentiles', [0.5], 'Call them quantiles.'],
    ['registers', [], 'A metric belongs to the registry that defines it.'],
  ])('has the option %s of prom-client', (option, value, remedy) => {
    const message = `Metric "g": there is no option "${option}". ${remedy}`;
    expect(() => define('gauge', { name: 'g', help: 'h', [option]: value })).toThrow(
      expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }),
    );
  });

  it.each([
    [undefined, 'undefined'],
    ['', '"" (string)'],
    [' \n', String.raw`" \n" (string)`],
    [5, '5 (number)'],
    [1n, '1 (bigint)'],
  ])('has no help: %s', (help, got) => {
    const message = `Gauge "g": expected help, one sentence that says what a rise means, got ${got}.`;
    expect(() => define('gauge', { name: 'g', help })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_HELP', message }));
  });

  it.each([
    ['gauge', 'size', 'bytes', 'Gauge "size": expected a name that ends with its unit "bytes" (string)'],
    ['gauge', 'size_bytes_now', 'bytes', 'Gauge "size_bytes_now": expected a name that ends with its unit "bytes" (string)'],
    ['gauge', 'bytes', 'bytes', 'Gauge "bytes": expected a name that ends with its unit "bytes" (string)'],
    [
      'counter',
      'seconds_spent_total',
      'seconds',
      'Counter "seconds_spent_total": expected a name that ends with its unit "seconds" (string)',
    ],
    ['gauge', 'size_', '', 'Gauge "size_": expected a name that ends with its unit "" (string)'],
    ['gauge', 'size_5', 5, 'Gauge "size_5": expected a name that ends with its unit 5 (number)'],
    ['gauge', 'size_null', null, 'Gauge "size_null": expected a name that ends with its unit null'],
  ] as const)('is a %s %s with the unit %j', (type, name, unit, beginning) => {
    const message = `${beginning} (before "_total"). Rename the metric, or leave the unit out.`;
    expect(() => define(type, { name, help: 'h', unit })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
  });

  it.each([
    [0, '0 (number)'],
    [-1, '-1 (number)'],
    [1.5, '1.5 (number)'],
    [Number.NaN, 'NaN (number)'],
    [Infinity, 'Infinity (number)'],
    ['5', '"5" (string)'],
    [5n, '5 (bigint)'],
    [null, 'null'],
  ])('has maxSeries %s', (maxSeries, got) => {
    const message = `Gauge "g": expected maxSeries to be an integer >= 1, got ${got}.`;
    expect(() => define('gauge', { name: 'g', help: 'h', maxSeries })).toThrow(
      expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }),
    );
  });

  const NONE = 'expected at least one label, got none. Leave the option out for a metric without labels.';
  const OBJECT = "expected labels to be an object such as { company: 'open' }";
  const DOMAIN = 'label "state": expected \'open\' or a list of at least one string';

  it.each<[string, Options, string, string]>([
    [
      'both label options',
      { labelNames: ['a'], labels: { a: 'open' } },
      'ERR_METRIC_OPTIONS',
      ': expected labelNames or labels, got both. Keep the one that says more: labels.',
    ],
    ['an empty list of names', { labelNames: [] }, 'ERR_METRIC_OPTIONS', `: ${NONE}`],
    ['an empty object of labels', { labels: {} }, 'ERR_METRIC_OPTIONS', `: ${NONE}`],
    [
      'a name instead of names',
      { labelNames: 'state' },
      'ERR_METRIC_OPTIONS',
      ': expected labelNames to be an array of strings, got "state" (string).',
    ],
    ['names that are null', { labelNames: null }, 'ERR_METRIC_OPTIONS', ': expected labelNames to be an array of strings, got null.'],
    [
      'names in an object',
      { labelNames: { 0: 'a' } },
      'ERR_METRIC_OPTIONS',
      ': expected labelNames to be an array of strings, got {"0":"a"} (object).',
    ],
    ['labels that are null', { labels: null }, 'ERR_METRIC_OPTIONS', `: ${OBJECT}, got null. A list of names is called labelNames.`],
    [
      'labels in a list',
      { labels: ['state'] },
      'ERR_METRIC_OPTIONS',
      `: ${OBJECT}, got ["state"] (object). A list of names is called labelNames.`,
    ],
    [
      'labels in a string',
      { labels: 'state' },
      'ERR_METRIC_OPTIONS',
      `: ${OBJECT}, got "state" (string). A list of names is called labelNames.`,
    ],
    ['an empty domain', { labels: { state: [] } }, 'ERR_METRIC_OPTIONS', `, ${DOMAIN}, got [] (object).`],
    ['an unknown word for a domain', { labels: { state: 'any' } }, 'ERR_METRIC_OPTIONS', `, ${DOMAIN}, got "any" (string).`],
    ['a domain that is null', { labels: { state: null } }, 'ERR_METRIC_OPTIONS', `, ${DOMAIN}, got null.`],
    ['a domain with a number', { labels: { state: ['a', 5] } }, 'ERR_METRIC_OPTIONS', `, ${DOMAIN}, got ["a",5] (object).`],
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what this line is about
    ['a domain with a hole', { labels: { state: ['a', , 'b'] } }, 'ERR_METRIC_OPTIONS', `, ${DOMAIN}, got ["a",null,"b"] (object).`],
    [
      'a domain that repeats a value',
      { labels: { state: ['a', 'a'] } },
      'ERR_METRIC_OPTIONS',
      ', label "state": expected values that differ, got ["a","a"] (object). Remove the repeated one.',
    ],
    [
      'a domain with half a surrogate pair',
      { labels: { state: ['\ud83d'] } },
      'ERR_LABEL_VALUE',
      String.raw`, label "state": expected text that can be written as UTF-8, got "\ud83d" (string) with half a surrogate pair. Call toWellFormed() on it.`,
    ],
  ])('has %s', (_, labels, code, rest) => {
    const message = `Gauge "g"${rest}`;
    expect(() => define('gauge', { name: 'g', help: 'h', ...labels })).toThrow(expect.objectContaining({ code, message }));
  });

  const LABEL_RULE = 'expected a label name of letters, digits and "_" that does not begin with a digit';

  it.each([
    ['a-b', `${LABEL_RULE}, got "a-b" (string). For example "a_b".`],
    ['a:b', `${LABEL_RULE}, got "a:b" (string). For example "a_b".`],
    ['1a', `${LABEL_RULE}, got "1a" (string). For example "_1a".`],
    ['é', `${LABEL_RULE}, got "é" (string). For example "_".`],
    ['', `${LABEL_RULE}, got "" (string).`],
    [5, `${LABEL_RULE}, got 5 (number).`],
    [undefined, `${LABEL_RULE}, got undefined.`],
    ['__x', 'the label name "__x" (string) begins with "__", which Prometheus keeps for itself. Drop the underscores.'],
    ['__proto__', 'the label name "__proto__" (string) begins with "__", which Prometheus keeps for itself. Drop the underscores.'],
    ['le', 'the label name "le" (string) is reserved, because the exposition adds it by itself. Choose another name.'],
    ['state', 'the label name "state" is given twice. Remove one.'],
  ])('has the label name %j', (label, rest) => {
    const message = `Histogram "h": ${rest}`;
    expect(() => define('histogram', { name: 'h', help: 'h', labelNames: ['state', label] })).toThrow(
      expect.objectContaining({ code: 'ERR_LABEL_NAME', message }),
    );
  });

  it('has the label __proto__ among its labels, and pollutes nothing', () => {
    const labels: unknown = JSON.parse('{"__proto__": ["polluted"], "state": "open"}');
    expect(() => define('gauge', { name: 'g', help: 'h', labels })).toThrow(
      'Gauge "g": the label name "__proto__" (string) begins with "__"',
    );
    expect(({} as Record<string, unknown>)['0']).toBeUndefined();
  });

  it('has closed labels with more combinations than maxSeries', () => {
    const message = 'Counter "c_total": its closed labels have 6 combinations, but maxSeries is 5. Raise maxSeries, or close fewer labels.';
    expect(() => define('counter', { name: 'c_total', help: 'h', maxSeries: 5, labels: { a: ['1', '2'], b: ['1', '2', '3'] } })).toThrow(
      expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }),
    );
  });

  it('has closed labels with more combinations than fit into memory', () => {
    const digits = Array.from('0123456789');
    const labels = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`digit_${i}`, digits]));
    expect(() => define('gauge', { name: 'g', help: 'h', labels })).toThrow(
      'Gauge "g": its closed labels have 1000000000000 combinations, but maxSeries is 2000.',
    );
  });

  const LIST = 'expected buckets to be a list of at least one upper bound';

  it.each<[string, unknown, string]>([
    ['no bounds', [], `${LIST}, got [] (object).`],
    ['null', null, `${LIST}, got null.`],
    ['a number', 5, `${LIST}, got 5 (number).`],
    ['an object', { 0: 1, length: 1 }, `${LIST}, got {"0":1,"length":1} (object).`],
    ['NaN', [1, Number.NaN], 'expected finite bounds, got NaN (number). Leave +Inf out: it is added.'],
    ['Infinity', [1, Infinity], 'expected finite bounds, got Infinity (number). Leave +Inf out: it is added.'],
    ['-Infinity', [-Infinity, 1], 'expected finite bounds, got -Infinity (number). Leave +Inf out: it is added.'],
    ['a string', [1, '2'], 'expected finite bounds, got "2" (string). Leave +Inf out: it is added.'],
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what this line is about
    ['a hole', [1, , 2], 'expected finite bounds, got undefined. Leave +Inf out: it is added.'],
    ['unsorted bounds', [5, 1, 10], 'expected bounds that rise, got [5, 1, 10]. Use [1, 5, 10].'],
    ['a bound twice', [1, 1, 2], 'expected bounds that rise, got [1, 1, 2]. Use [1, 2].'],
    ['0 and -0', [-0, 0], 'expected bounds that rise, got [0, 0]. Use [0].'],
  ])('has buckets of %s', (_, buckets, rest) => {
    const message = `Histogram "h": ${rest}`;
    expect(() => define('histogram', { name: 'h', help: 'h', buckets })).toThrow(expect.objectContaining({ code: 'ERR_BUCKETS', message }));
  });
});

describe('options', () => {
  it('are read once, so that what was checked is what is used', async () => {
    let reads = 0;
    const first = <Value>(good: Value, bad: unknown): Value => (reads++ < 4 ? good : (bad as Value));
    const options = {
      get name(): string {
        return first('h', 'not a name');
      },
      get help(): string {
        return first('Good.', 5);
      },
      get buckets(): number[] {
        return first([1], [Number.NaN]);
      },
      get labelNames(): readonly ['a'] {
        return first(['a'], 'b');
      },
    };
    registry.histogram(options).labels({ a: 'x' });
    expect(reads).toBe(4);
    expect(await registry.metrics()).toBe(
      `${KEPT}# HELP h Good.\n# TYPE h histogram\nh_bucket{a="x",le="1"} 0\nh_bucket{a="x",le="+Inf"} 0\nh_sum{a="x"} 0\nh_count{a="x"} 0\n`,
    );
  });

  it('may change afterwards without effect on the metric', async () => {
    const labelNames = ['a'];
    const closed = ['x'];
    const buckets = [1, 2];
    const open = registry.histogram({ name: 'h', help: 'h', labelNames, buckets });
    registry.gauge({ name: 'g', help: 'h', labels: { a: closed } });
    labelNames.push('b');
    closed.push('y');
    buckets.push(1);
    open.labels({ a: 'x' }).observe(2);
    expect(open.buckets).toEqual([1, 2]);
    expect(() => (open.buckets as number[]).push(3)).toThrow(TypeError);
    expect(await registry.metrics()).toBe(
      `${KEPT}# HELP h h\n# TYPE h histogram\nh_bucket{a="x",le="1"} 0\nh_bucket{a="x",le="2"} 1\nh_bucket{a="x",le="+Inf"} 1\nh_sum{a="x"} 2\nh_count{a="x"} 1\n# HELP g h\n# TYPE g gauge\ng{a="x"} 0\n`,
    );
  });

  it('may be frozen', () => {
    const options = Object.freeze({ name: 'g', help: 'h', labelNames: Object.freeze(['a'] as const) });
    expect(registry.gauge(options).labels(Object.freeze({ a: 'x' }))).toBe(registry.gauge(options).labels({ a: 'x' }));
  });

  it('are not taken from a prototype', () => {
    const inherited: unknown = Object.create({ name: 'g', help: 'h' });
    expect(() => define('gauge', inherited)).toThrow(
      'Gauge: expected a name of letters, digits, "_" and ":" that does not begin with a digit, got undefined.',
    );
    // oxlint-disable-next-line no-extend-native -- the attack itself, taken back below
    Object.defineProperty(Object.prototype, 'labelNames', { value: ['polluted'], configurable: true, enumerable: true, writable: true });
    try {
      expect(registry.gauge({ name: 'g', help: 'h' })).toHaveProperty('set');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'labelNames');
    }
  });

  it('may name labels after properties that every object has', async () => {
    const gauge = registry.gauge({ name: 'g', help: 'h', labelNames: ['constructor', 'toString', 'hasOwnProperty'] });
    gauge.labels({ constructor: '__proto__', toString: 'toString', hasOwnProperty: 'constructor' }).set(2);
    expect(await registry.metrics()).toBe(
      `${KEPT}# HELP g h\n# TYPE g gauge\ng{constructor="__proto__",toString="toString",hasOwnProperty="constructor"} 2\n`,
    );
    expect(() => gauge.labels({} as never)).toThrow('got none: missing "constructor", "toString", "hasOwnProperty".');
  });

  it('take a unit before _total, and any unit the name ends with', () => {
    expect(registry.counter({ name: 'sold_euros_total', help: 'h', unit: 'euros' }).family.unit).toBe('euros');
    expect(registry.gauge({ name: 'budget_euros', help: 'h', unit: 'euros' }).family.unit).toBe('euros');
    expect(registry.gauge({ name: 'budget', help: 'h', unit: undefined }).family.unit).toBeUndefined();
  });
});
