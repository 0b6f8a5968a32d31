import { describe, expect, it } from 'vitest';
import type { MetricRule } from './metric-rule.ts';
import { Registry } from './registry.ts';

const ruled = (...rules: MetricRule[]): Registry => new Registry({ rules });
const samples = async (registry: Registry): Promise<string[]> => (await registry.metrics()).match(/^(?!#).+$/gm) ?? [];

describe('which metrics a rule is for', () => {
  it.each<[MetricRule['match'], string[]]>([
    ['http_requests', ['http_requests']],
    ['http_*', ['http_requests', 'http_errors', 'http_']],
    ['*requests', ['http_requests', 'requests']],
    ['*', ['http_requests', 'http_errors', 'http_', 'requests', 'my_http_errors']],
    ['h*_*s', ['http_requests', 'http_errors']],
    ['http.requests', []],
    [/^http/, ['http_requests', 'http_errors', 'http_']],
    [/errors/g, ['http_errors', 'my_http_errors']],
    [/REQUESTS$/iy, ['http_requests', 'requests']],
  ])('match: %s', async (match, expected) => {
    const registry = new Registry({ rules: [{ match, maxSeries: 7 }], deny: [] });
    const names = ['http_requests', 'http_errors', 'http_', 'requests', 'my_http_errors'];
    const families = names.map((name) => registry.gauge({ name, help: 'h', labelNames: ['a'] }));
    expect(families.filter(({ maxSeries }) => maxSeries === 7).map(({ name }) => name)).toEqual(expected);
  });

  it('takes the name with the prefix of a child, and in names of any text every character as it is', async () => {
    const registry = new Registry({
      nameValidation: 'utf8',
      rules: [
        { match: 'a.(b)+\n*', rename: 'any_$1' },
        { match: 'shop_x', rename: 'x' },
      ],
    });
    registry.child({ prefix: 'a.(b)+' }).gauge({ name: '\n\nsize', help: 'h' });
    registry.child({ prefix: 'shop_', labels: { region: 'eu' } }).gauge({ name: 'x', help: 'h' });
    expect((await registry.gather()).map(({ name }) => name)).toEqual(['any_\nsize', 'x']);
  });
});

describe('rules', () => {
  it('rename metrics, each after those before it', async () => {
    const registry = ruled(
      { match: 'http_*_total', rename: 'web_$1_total' },
      { match: 'http_*', rename: 'never' },
      { match: /^web_/, rename: 'site_' },
    );
    const counter = registry.counter({ name: 'http_requests_total', help: 'h' });
    expect([counter.name, await samples(registry)]).toEqual(['site_requests_total', ['site_requests_total 0']]);
    expect(registry.counter({ name: 'http_requests_total', help: 'h' })).toBe(counter);
    expect([registry.unregister('http_requests_total'), registry.unregister('http_requests_total')]).toEqual([true, false]);
  });

  it('rename labels, and keep closed ones closed', async () => {
    const registry = ruled({ match: 'x_total', renameLabels: { code: 'status', odd: 'other' } });
    const counter = registry.counter({ name: 'x_total', help: 'h', labels: { method: 'open', code: ['200', '500'] } });
    counter.labels({ code: '200', method: 'GET' }).inc();
    expect(() => counter.labels({ method: 'GET', code: '404' } as never)).toThrow(
      'Metric "x_total", label "code": expected one of "200", "500", got "404" (string).',
    );
    expect(() => counter.labels({ method: 'GET', status: '200' } as never)).toThrow(
      'Metric "x_total": expected exactly the labels "method", "code", got "method", "status": missing "code", unknown "status".',
    );
    expect(() => counter.with({ status: '200' } as never)).toThrow('unknown "status"');
    counter.with({ code: '500' }).labels({ method: 'PUT' }).inc(2);
    expect(await samples(registry)).toEqual(['x_total{method="GET",status="200"} 1', 'x_total{method="PUT",status="500"} 2']);
    expect([counter.removeMatching({ code: '500' }), counter.remove({ method: 'GET', code: '200' }), counter.get()]).toEqual([1, true, []]);
    counter.labels({ method: 'GET', code: '200' });
    counter.clear();
    expect(counter.get()).toEqual([]);
  });

  it('drop labels: what differs only there adds up', async () => {
    const registry = ruled({ match: '*', dropLabels: ['path'] });
    const labels = { labelNames: ['path', 'method'] } as const;
    const counter = registry.counter({ name: 'x_total', help: 'h', ...labels });
    const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [1], ...labels });
    const summary = registry.summary({ name: 's', help: 'h', ...labels });
    const gauge = registry.gauge({ name: 'g', help: 'h', ...labels });
    for (const path of ['/1', '/2', '/3']) {
      counter.labels({ path, method: 'GET' }).inc(2);
      histogram.labels({ path, method: 'GET' }).observe(1);
      summary.labels({ path, method: 'GET' }).observe(5);
      gauge.labels({ path, method: 'GET' }).set(Number(path.slice(1)));
    }
    expect(await samples(registry)).toEqual([
      'x_total{method="GET"} 6',
      'h_bucket{method="GET",le="1"} 3',
      'h_bucket{method="GET",le="+Inf"} 3',
      'h_sum{method="GET"} 3',
      'h_count{method="GET"} 3',
      's_sum{method="GET"} 15',
      's_count{method="GET"} 3',
      'g{method="GET"} 3',
    ]);
    expect([counter.removeMatching({ path: '/1' }), counter.removeMatching({ path: '/1', method: 'GET' })]).toEqual([0, 0]);
    expect([counter.removeMatching({ method: 'PUT' }), counter.removeMatching({ method: 'GET' })]).toEqual([0, 1]);
  });

  it('drop all labels of a metric, which still takes them', async () => {
    const registry = ruled({ match: '*', dropLabels: ['a', 'b'] });
    const counter = registry.counter({ name: 'x_total', help: 'h', labels: { a: ['1', '2'], b: 'open' } });
    counter.labels({ a: '1', b: 'x' }).inc();
    counter.labels({ a: '2', b: 'y' }).inc();
    expect(() => counter.labels({ a: '3', b: 'y' } as never)).toThrow('expected one of "1", "2"');
    expect(await samples(registry)).toEqual(['x_total 2']);
    expect(registry.counter({ name: 'x_total', help: 'h', labels: { a: ['1', '2'], b: 'open' } })).toBe(counter);
  });

  it('show every combination of closed labels that are left from the start', async () => {
    const registry = ruled({ match: 'g', dropLabels: ['a'] });
    registry.gauge({ name: 'g', help: 'h', labels: { a: ['1', '2'], b: ['x', 'y'] } });
    expect(await samples(registry)).toEqual(['g{b="x"} 0', 'g{b="y"} 0']);
  });

  it('change bounds, limits and idle times', async () => {
    let now = 0;
    const registry = new Registry({
      clock: { now: () => 0, monotonic: () => now },
      rules: [
        { match: '*', buckets: [1, 2], maxSeries: 1, ttlSeconds: 10 },
        { match: 'second_*', maxSeries: 2 },
      ],
    });
    const first = registry.histogram({ name: 'first', help: 'h', buckets: [5], labelNames: ['a'] });
    const second = registry.gauge({ name: 'second_size', help: 'h', labelNames: ['a'] });
    registry.info({ name: 'build_info', help: 'h', labelNames: ['v'] }).set({ v: '1' });
    expect([first.buckets, first.maxSeries, first.ttlSeconds, second.maxSeries]).toEqual([[1, 2], 1, 10, 2]);
    second.labels({ a: '1' }).set(1);
    await registry.metrics();
    now = 20;
    expect(await samples(registry)).toEqual(['build_info{v="1"} 1']);
  });

  it('leave the same definition the same metric, and refuse one that passes other labels', () => {
    const registry = ruled({ match: '*', rename: 'all_total', dropLabels: ['a', 'b'] });
    const define = (name: string, ...labelNames: string[]): unknown => registry.counter({ name, help: 'h', labelNames });
    const one = define('one_total', 'a', 'c');
    expect(define('one_total', 'a', 'c')).toBe(one);
    expect(define('two_total', 'a', 'c')).toBe(one);
    expect(() => define('one_total', 'b', 'c')).toThrow(
      'Metric "all_total" is defined twice with different shapes: labels before rules ["a","c"] against ["b","c"].',
    );
    expect(() => define('one_total', 'c')).toThrow('labels before rules ["a","c"] against none.');
  });

  it('cannot call two labels the same, nor leave an info without one, nor a counter without its ending', async () => {
    const registry = ruled({ match: '*', renameLabels: { a: 'c', b: 'c' }, dropLabels: ['v'] }, { match: 'y_total', rename: 'y' });
    expect(() => registry.gauge({ name: 'x', help: 'h', labelNames: ['a', 'b'] })).toThrow(
      expect.objectContaining({ code: 'ERR_LABEL_NAME', message: 'Metric "x": rules call two of its labels "c". Drop one of them.' }),
    );
    expect(() => registry.info({ name: 'x_info', help: 'h', labelNames: ['v'] })).toThrow('An info is its labels.');
    expect(() => registry.counter({ name: 'y_total', help: 'h' })).toThrow('expected a name that ends in "_total"');
    expect(() => registry.gauge({ name: 'x', help: 'h', labelNames: ['a', 'a'] })).toThrow('the label name "a" is given twice');
    expect(() => registry.gauge({ name: 5 as never, help: 'h' })).toThrow('Gauge: expected a name');
    expect(await registry.metrics()).toBe('');
  });

  it('are for the metrics that a collector names, too', async () => {
    const registry = ruled({ match: 'x', rename: 'y' });
    registry.gauge({ name: 'x', help: 'h' });
    registry.addCollector({ name: 'c', metrics: ['x'], collect: () => Promise.reject(new Error('gone')) });
    expect(await registry.metrics()).toBe('');
  });

  it('are copied: what the caller does to them later changes nothing', () => {
    const rule = { match: '*', dropLabels: ['a'], buckets: [1] };
    const registry = ruled(rule);
    rule.dropLabels.push('b');
    rule.buckets.push(2);
    expect(registry.histogram({ name: 'h', help: 'h', labelNames: ['a', 'b'] })).toMatchObject({ labelNames: ['b'], buckets: [1] });
  });
});

describe('a metric that is denied', () => {
  it('has instruments that work, and no series', async () => {
    const registry = new Registry({ deny: ['secret*'], selfMetricsPrefix: 'shop' });
    const counter = registry.counter({ name: 'secret_total', help: 'h' });
    const labelled = registry.histogram({ name: 'secret_seconds', help: 'h', labels: { a: ['1', '2'] } });
    counter.inc();
    labelled.labels({ a: '1' }).observe(1);
    expect(() => labelled.labels({ a: '3' } as never)).toThrow('expected one of "1", "2"');
    expect(() => counter.inc(-1)).toThrow('expected an increment');
    expect(labelled.labels({ a: '1' }).time(() => 'result')).toBe('result');
    registry.info({ name: 'secret_info', help: 'h', labelNames: ['v'] }).set({ v: '1' });
    registry.stateSet({ name: 'secret_state', help: 'h', states: ['a'] }).set('a');
    registry.summary({ name: 'secret_size', help: 'h', quantiles: [0.5] }).observe(1);
    expect([counter.get(), labelled.get(), labelled.seriesCount]).toEqual([[], [], 0]);
    expect(await samples(registry)).toEqual(['shop_registry_series 1']);
  });

  it('is what an equal definition returns again, and what takes no name from others', async () => {
    const registry = new Registry({ deny: [/^wait$/] });
    const denied = registry.histogram({ name: 'wait', help: 'h' });
    expect(registry.histogram({ name: 'wait', help: 'h' })).toBe(denied);
    expect(() => registry.gauge({ name: 'wait', help: 'h' })).toThrow('different shapes');
    registry.gauge({ name: 'wait_count', help: 'h' });
    expect(await samples(registry)).toEqual(['wait_count 0']);
    expect([registry.unregister('wait'), registry.unregister('wait')]).toEqual([true, false]);
  });

  it('is all but the allowed ones, and of these the ones that are denied; by the names that rules give', async () => {
    const registry = new Registry({
      rules: [{ match: 'old_*', rename: 'http_$1' }],
      allow: ['http_*', /^x$/],
      deny: ['http_secret'],
      selfMetricsPrefix: 'shop',
    });
    for (const name of ['http_a', 'http_secret', 'old_b', 'x', 'xx', 'other']) registry.gauge({ name, help: 'h' });
    expect(await samples(registry)).toEqual(['shop_registry_series 4', 'http_a 0', 'http_b 0', 'x 0']);
  });

  it('is every metric of a registry that allows none', async () => {
    const registry = new Registry({ allow: [] });
    registry.gauge({ name: 'x', help: 'h' });
    expect(await registry.metrics()).toBe('');
  });
});

describe('rules that are refused', () => {
  const subject = 'Registry, rules[0]';
  it.each<[unknown, string]>([
    [null, `${subject}: expected an object such as { match: 'http_*', maxSeries: 500 }, got null.`],
    [{}, `${subject}, match: expected a name such as "http_*" or a RegExp, got undefined.`],
    [{ match: '' }, `${subject}, match: expected a name such as "http_*" or a RegExp, got "" (string).`],
    [
      { match: 'x', drop: ['a'] },
      `${subject}: expected one of the settings match, rename, renameLabels, dropLabels, buckets, maxSeries, ttlSeconds, got "drop" (string).`,
    ],
    [{ match: 'x', rename: 5 }, `${subject}: expected rename to be a name, got 5 (number).`],
    [{ match: 'x', rename: '' }, `${subject}: expected rename to be a name, got "" (string).`],
    [{ match: 'x', renameLabels: ['a'] }, `${subject}: expected renameLabels to be names by name, got ["a"] (object).`],
    [{ match: 'x', renameLabels: { a: null } }, `${subject}: expected renameLabels to be names by name, got {"a":null} (object).`],
    [{ match: 'x', dropLabels: 'a' }, `${subject}: expected dropLabels to be a list of names, got "a" (string).`],
    [{ match: 'x', buckets: [2, 1] }, `${subject}: expected`],
    [{ match: 'x', maxSeries: 0 }, `${subject}: expected maxSeries to be an integer >= 1, got 0 (number).`],
    [{ match: 'x', ttlSeconds: Infinity }, `${subject}: expected ttlSeconds to be a finite number > 0, got Infinity (number).`],
  ])('%j', (rule, message) => {
    expect(() => new Registry({ rules: [rule as never] })).toThrow(message);
  });

  it.each<[object, string]>([
    [{ rules: 5 }, 'Registry, rules: expected a list, got 5 (number).'],
    [{ allow: 'x' }, 'Registry, allow: expected a list, got "x" (string).'],
    [{ deny: [5] }, 'Registry, deny: expected a name such as "http_*" or a RegExp, got 5 (number).'],
    [{ onConflict: 'overwrite' }, `Registry: expected onConflict to be 'throw' or 'replace', got "overwrite" (string).`],
    [{ onInvalid: 'ignore' }, `Registry: expected onInvalid to be 'throw' or 'drop', got "ignore" (string).`],
    [{ nameValidation: 'utf-8' }, `Registry: expected nameValidation to be 'legacy' or 'utf8', got "utf-8" (string).`],
  ])('%j', (options, message) => {
    expect(() => new Registry(options)).toThrow(expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message }));
  });
});
