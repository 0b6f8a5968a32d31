import { describe, expect, it } from 'vitest';
import type { LabelPairs, MetricFamily, MetricType, SampleSink } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import type { EscapingScheme } from './escape-name.ts';
import { encodeOpenMetrics } from './text.ts';
import type { OpenMetricsOptions } from './text.ts';

async function documentOf(registry: Registry, options?: OpenMetricsOptions): Promise<string> {
  return encodeOpenMetrics(await registry.gather(), options);
}

const NO_LABELS: LabelPairs = { names: [], values: [] };

function labelled(value: string): LabelPairs {
  return { names: ['a'], values: [value] };
}

/** A family of one unlabelled sample of value 1, beyond what a registry lets in. */
function family(name: string, type: MetricType = 'gauge', rest: Partial<MetricFamily> = {}): MetricFamily {
  const visit = (sink: SampleSink): void => {
    if (type !== 'histogram') sink.sample('', NO_LABELS, undefined, 1);
    else {
      sink.sample('_bucket', NO_LABELS, Infinity, 1);
      sink.sample('_sum', NO_LABELS, undefined, 1);
      sink.sample('_count', NO_LABELS, undefined, 1);
    }
  };
  return { name, type, help: 'h', unit: undefined, visit, ...rest };
}

describe('encodeOpenMetrics', () => {
  it('writes families in the order given, series in the order of their creation, and the end', async () => {
    const registry = new Registry();
    const stock = registry.gauge({ name: 'stock_grams', help: 'Stock.', unit: 'grams', labelNames: ['place', 'kind'] });
    registry.counter({ name: 'orders_total', help: 'Orders placed.' }).inc(3);
    stock.labels({ place: 'b', kind: 'x' }).set(0.1);
    stock.labels({ place: 'a', kind: '\\ "\n é 😀' }).set(-0);
    expect(await documentOf(registry)).toBe(`# TYPE stock_grams gauge
# UNIT stock_grams grams
# HELP stock_grams Stock.
stock_grams{place="b",kind="x"} 0.1
stock_grams{place="a",kind="\\\\ \\"\\n é 😀"} -0.0
# TYPE orders counter
# HELP orders Orders placed.
orders_total 3
# EOF
`);
  });

  it('writes a histogram with canonical bounds, le behind the labels', async () => {
    const registry = new Registry();
    const wait = registry.histogram({
      name: 'wait_seconds',
      help: 'h',
      unit: 'seconds',
      buckets: [0, 0.000_01, 0.5, 1, 100_000, 1_000_000],
      labelNames: ['till'],
    });
    for (const value of [0, 0.5, 0.75, 1e6, 1e7]) wait.labels({ till: '1' }).observe(value);
    expect(await documentOf(registry)).toBe(`# TYPE wait_seconds histogram
# UNIT wait_seconds seconds
# HELP wait_seconds h
wait_seconds_bucket{till="1",le="0.0"} 1
wait_seconds_bucket{till="1",le="1e-05"} 1
wait_seconds_bucket{till="1",le="0.5"} 2
wait_seconds_bucket{till="1",le="1.0"} 3
wait_seconds_bucket{till="1",le="100000.0"} 3
wait_seconds_bucket{till="1",le="1e+06"} 4
wait_seconds_bucket{till="1",le="+Inf"} 5
wait_seconds_sum{till="1"} 11000001.25
wait_seconds_count{till="1"} 5
# EOF
`);
  });

  it('writes only the end for no families, and for families without samples', async () => {
    expect(encodeOpenMetrics([])).toBe('# EOF\n');
    const registry = new Registry();
    registry.gauge({ name: 'unused', help: 'h', labelNames: ['a'] });
    expect(await documentOf(registry)).toBe('# EOF\n');
  });

  it('escapes backslash, double quote and line feed in HELP', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'g', help: 'Path "C:\\new"\nand # EOF' });
    expect(await documentOf(registry)).toBe('# TYPE g gauge\n# HELP g Path \\"C:\\\\new\\"\\nand # EOF\ng 0\n# EOF\n');
  });

  it('gives the unit before _total, and none that does not end the name', () => {
    const document = encodeOpenMetrics([
      family('wait_seconds_total', 'counter', { unit: 'seconds' }),
      family('some_measure_total', 'counter', { unit: 'seconds' }),
    ]);
    expect(document.match(/# UNIT.*/g)).toEqual(['# UNIT wait_seconds seconds']);
  });

  it('leaves sum and count out of a histogram whose sum is no counter, series by series', async () => {
    const registry = new Registry();
    const profit = registry.histogram({ name: 'profit', help: 'h', buckets: [1], labelNames: ['shop'] });
    profit.labels({ shop: 'a' }).observe(-5);
    for (const value of [-Infinity, Infinity]) profit.labels({ shop: 'b' }).observe(value);
    profit.labels({ shop: 'c' }).observe(0);
    registry.histogram({ name: 'change', help: 'h', buckets: [-1, 1] }).observe(7);
    expect(await documentOf(registry)).toBe(`# TYPE profit histogram
# HELP profit h
profit_bucket{shop="a",le="1.0"} 1
profit_bucket{shop="a",le="+Inf"} 1
profit_bucket{shop="b",le="1.0"} 1
profit_bucket{shop="b",le="+Inf"} 2
profit_bucket{shop="c",le="1.0"} 1
profit_bucket{shop="c",le="+Inf"} 1
profit_sum{shop="c"} 0
profit_count{shop="c"} 1
# TYPE change histogram
# HELP change h
change_bucket{le="-1.0"} 0
change_bucket{le="1.0"} 0
change_bucket{le="+Inf"} 1
# EOF
`);
  });

  it('leaves negative quantiles and sums out of a summary, series by series, and keeps its count', async () => {
    const registry = new Registry();
    const profit = registry.summary({ name: 'profit', help: 'h', quantiles: [0, 1], labelNames: ['shop'] });
    for (const [shop, values] of Object.entries({ a: [-4, 1], b: [-1, 4], c: [-Infinity, Infinity], d: [0], e: [] })) {
      for (const value of values) profit.labels({ shop }).observe(value);
      profit.labels({ shop });
    }
    expect(await documentOf(registry)).toBe(`# TYPE profit summary
# HELP profit h
profit{shop="a",quantile="1.0"} 1
profit_count{shop="a"} 2
profit{shop="b",quantile="1.0"} 4
profit_sum{shop="b"} 3
profit_count{shop="b"} 2
profit{shop="c",quantile="1.0"} +Inf
profit_count{shop="c"} 2
profit{shop="d",quantile="0.0"} 0
profit{shop="d",quantile="1.0"} 0
profit_sum{shop="d"} 0
profit_count{shop="d"} 1
profit{shop="e",quantile="0.0"} NaN
profit{shop="e",quantile="1.0"} NaN
profit_sum{shop="e"} 0
profit_count{shop="e"} 0
# EOF
`);
  });

  it('reads and changes nothing: the same values give the same document', async () => {
    const registry = new Registry();
    registry
      .histogram({ name: 'h', help: 'h', labelNames: ['a'] })
      .labels({ a: 'x' })
      .observe(1);
    expect(await documentOf(registry)).toBe(await documentOf(registry));
  });
});

describe('families whose names OpenMetrics does not let stand beside each other', () => {
  it('are shown as unknown where their type would take the name of another', () => {
    const document = encodeOpenMetrics([family('orders_total', 'counter'), family('orders')]);
    expect(document).toBe(`# TYPE orders_total unknown
# HELP orders_total h
orders_total 1
# TYPE orders gauge
# HELP orders h
orders 1
# EOF
`);
  });

  it('show a histogram in one block per sample name', () => {
    const document = encodeOpenMetrics([
      family('wait_created'),
      family('wait', 'histogram', {
        visit: (sink) => {
          for (const labels of [labelled('1'), labelled('2')]) {
            sink.sample('_bucket', labels, Infinity, 1);
            sink.sample('_sum', labels, undefined, 1);
            sink.sample('_count', labels, undefined, 1);
          }
        },
      }),
    ]);
    expect(document).toBe(`# TYPE wait_created gauge
# HELP wait_created h
wait_created 1
# TYPE wait_bucket unknown
# HELP wait_bucket h
wait_bucket{a="1",le="+Inf"} 1
wait_bucket{a="2",le="+Inf"} 1
# TYPE wait_sum unknown
# HELP wait_sum h
wait_sum{a="1"} 1
wait_sum{a="2"} 1
# TYPE wait_count unknown
# HELP wait_count h
wait_count{a="1"} 1
wait_count{a="2"} 1
# EOF
`);
  });
});

describe('a state set', () => {
  async function shown(name: string, labelNames: readonly string[], escaping: EscapingScheme = 'underscores'): Promise<string[]> {
    const registry = new Registry({ nameValidation: 'utf8' });
    const doors = registry.stateSet({ name, help: 'h', states: ['open', 'ajar'], labelNames });
    doors.labels(Object.fromEntries(labelNames.map((label) => [label, 'x']))).set('ajar');
    return (await documentOf(registry, { escaping })).split('\n').filter((line) => !/^# HELP|EOF|^$/.test(line));
  }

  it('has a label called as the family, however that is written', async () => {
    expect(await shown('door', ['at'])).toEqual(['# TYPE door stateset', 'door{at="x",door="open"} 0', 'door{at="x",door="ajar"} 1']);
    expect(await shown('shop.door', ['at'])).toEqual([
      '# TYPE shop_door stateset',
      'shop_door{at="x",shop_door="open"} 0',
      'shop_door{at="x",shop_door="ajar"} 1',
    ]);
    expect(await shown('shop:door', ['at'], 'allow-utf-8')).toEqual([
      '# TYPE shop:door stateset',
      'shop:door{at="x","shop:door"="open"} 0',
      'shop:door{at="x","shop:door"="ajar"} 1',
    ]);
  });

  it('has it in preference to another label that would be called the same', async () => {
    expect((await shown('shop.door', ['shop-door'])).slice(0, 2)).toEqual([
      '# TYPE shop_door stateset',
      'shop_door{U__shop_2d_door="x",shop_door="open"} 0',
    ]);
  });

  it.each([
    ['another label has that name of its own', 'shop.door', ['shop_door'], 'shop_door{shop_door="x",U__shop_2e_door="open"} 0'],
    ['no label can be called as the family', 'shop:door', ['at'], 'shop:door{at="x",shop_door="open"} 0'],
  ])('is shown as unknown where %s', async (_, name, labelNames, line) => {
    expect((await shown(name, labelNames)).slice(0, 2)).toEqual([`# TYPE ${line.split('{')[0]} unknown`, line]);
  });
});

describe('UTF-8 names', () => {
  const orders = family('shop.orders_total', 'counter', {
    visit: (sink) => {
      sink.sample('', NO_LABELS, undefined, 1);
      sink.sample('', labelled('1'), undefined, 2);
    },
  });

  it('stand in quotes where they are allowed, without a blank behind the comma, and keep the rules of suffixes', () => {
    expect(encodeOpenMetrics([orders, family('a"\n.seconds', 'histogram', { unit: 'seconds' })], { escaping: 'allow-utf-8' }))
      .toBe(String.raw`# TYPE "shop.orders" counter
# HELP "shop.orders" h
{"shop.orders_total"} 1
{"shop.orders_total",a="1"} 2
# TYPE "a\"\n.seconds" histogram
# HELP "a\"\n.seconds" h
{"a\"\n.seconds_bucket",le="+Inf"} 1
{"a\"\n.seconds_sum"} 1
{"a\"\n.seconds_count"} 1
# EOF
`);
  });

  it.each([
    ['underscores', 'shop_orders'],
    ['dots', 'shop_dot_orders_'],
    ['values', 'U__shop_2e_orders_'],
  ] as const)('are escaped by %s before their suffix is taken off', (escaping, familyName) => {
    expect(encodeOpenMetrics([orders], { escaping })).toBe(
      `# TYPE ${familyName} counter\n# HELP ${familyName} h\n${familyName}_total 1\n${familyName}_total{a="1"} 2\n# EOF\n`,
    );
  });

  it('are escaped by underscores where nothing is said', () => {
    expect(encodeOpenMetrics([orders])).toBe(encodeOpenMetrics([orders], { escaping: 'underscores' }));
  });

  it('stay apart where escaping would make them one', () => {
    const document = encodeOpenMetrics([family('a.b'), family('a-b'), family('c d'), family('c_d')]);
    expect(document.match(/^[^#].*$/gm)).toEqual(['a_b 1', 'U__a_2d_b 1', 'U__c_20_d 1', 'c_d 1']);
  });
});
