/** What scrapes see, and when: turns that are published, series that come and go between scrapes, and rules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import type { Column } from './column.ts';
import { definitionsOf } from './define.ts';
import type { MetricsGroup } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';

type Values = Readonly<Record<string, number>>;

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Values>();
const COMPANY = { company: 'open' } as const;

function column(values: Values): Column<{ company: string }> {
  return { labelSets: Object.keys(values).map((company) => ({ company })), values: Object.values(values) };
}

const budget = gauge({ help: 'Budget.', labels: COMPANY, compute: column });
const sales_total = counter({ help: 'Sales.', labels: COMPANY, entity: 'company', increase: column });
const market = defineMetrics('shop', {
  budget,
  sales_total,
  size: gauge({ help: 'Companies.', compute: (values) => Object.keys(values).length }),
});

function start(group: MetricsGroup<Values> = market, { registry = new Registry(), historyTurns = 4 } = {}) {
  const services = new MetricsServices<Values>([group], { factory: registry, prefix: 'shop', historyTurns });
  let turn = 0;
  const compute = (values: Values): void => services.compute(++turn, values);
  const run = (...turns: readonly Values[]): void => {
    for (const values of turns) {
      compute(values);
      services.publish();
    }
  };
  const exposed = async (): Promise<string[]> =>
    (await registry.metrics()).match(/^\w*shop_.*$/gm)?.filter((line) => !/metric_errors_total|registry/.test(line)) ?? [];
  return { services, compute, run, exposed, registry };
}

describe('a turn that is not published yet', () => {
  it('is not shown: neither its values nor who has come and gone in it', async () => {
    const { run, compute, services, exposed } = start();
    run({ a: 1, b: 2 });
    const before = await exposed();
    compute({ b: 20, c: 30 });
    expect(await exposed()).toEqual(before);
    services.publish();
    expect(await exposed()).toEqual([
      'shop_budget{company="b"} 20',
      'shop_budget{company="c"} 30',
      'shop_sales_total{company="a"} 1',
      'shop_sales_total{company="b"} 22',
      'shop_sales_total{company="c"} 30',
      'shop_size 2',
    ]);
  });

  it('is not shown by the first scrape after it either', async () => {
    const { run, compute, exposed } = start();
    run({ a: 1 });
    compute({ b: 2 });
    expect(await exposed()).toEqual(['shop_budget{company="a"} 1', 'shop_sales_total{company="a"} 1', 'shop_size 1']);
  });

  it('leaves nothing to show when the published one is no longer there', async () => {
    const { run, compute, exposed, services } = start(market, { historyTurns: 1 });
    run({ a: 1 });
    compute({ a: 2 });
    expect(await exposed()).toContain('shop_budget{company="a"} 1');
    compute({ a: 3 });
    expect(await exposed()).toEqual([]);
    services.publish();
    expect(await exposed()).toContain('shop_budget{company="a"} 3');
  });
});

describe('a series that has left', () => {
  it('is gone from the next scrape if it is a gauge; the last total of an entity is shown to one scrape', async () => {
    const { run, exposed } = start();
    run({ a: 1 });
    expect(await exposed()).toHaveLength(3);
    run({ a: 5 }, { b: 7 });
    expect(await exposed()).toEqual([
      'shop_budget{company="b"} 7',
      'shop_sales_total{company="a"} 6',
      'shop_sales_total{company="b"} 7',
      'shop_size 1',
    ]);
    expect(await exposed()).toEqual(['shop_budget{company="b"} 7', 'shop_sales_total{company="b"} 7', 'shop_size 1']);
  });

  it('has its last total shown also if no scrape has ever seen it', async () => {
    const { run, exposed } = start();
    run({ a: 5 }, {});
    expect(await exposed()).toEqual(['shop_sales_total{company="a"} 5', 'shop_size 0']);
    expect(await exposed()).toEqual(['shop_size 0']);
  });

  it('begins anew at 0 when it is back', async () => {
    const { run, exposed } = start();
    run({ a: 5 }, {});
    await exposed();
    await exposed();
    run({ a: 2 });
    expect(await exposed()).toContain('shop_sales_total{company="a"} 2');
  });

  it('is the new one when it is back before a scrape', async () => {
    const { run, exposed } = start();
    run({ a: 5 }, {}, { a: 2 });
    expect(await exposed()).toContain('shop_sales_total{company="a"} 2');
    run({ a: 3 });
    expect(await exposed()).toContain('shop_sales_total{company="a"} 5');
  });

  it('makes room for others, and takes no memory for long: totals that nobody scrapes are as many as there may be series', async () => {
    const limited = { ...sales_total.options, maxSeries: 3 };
    const { run, exposed, services } = start(defineMetrics('shop', { sales_total: counter(limited as never) }));
    for (let i = 0; i < 1000; i++) run({ [`c${i}`]: i, [`d${i}`]: i });
    const lines = await exposed();
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(lines).toEqual(expect.arrayContaining(['shop_sales_total{company="c999"} 999', 'shop_sales_total{company="d999"} 999']));
    expect(services.history('shop_sales_total', { company: 'c999' })!.length).toBe(1);
    expect(await exposed()).toHaveLength(2);
  });
});

describe('a counter of an entity that is full', () => {
  const limited = defineMetrics('shop', { sales_total: counter({ ...(sales_total.options as object), maxSeries: 2 } as never) });
  const overflow = 'shop_sales_total{company="__overflow__"}';

  it('gives the room of one that has left to the next, rather than to its last total', async () => {
    const { run, exposed } = start(limited);
    run({ a: 100, b: 1, x: 50 });
    expect(await exposed()).toEqual(['shop_sales_total{company="a"} 100', 'shop_sales_total{company="b"} 1', `${overflow} 50`]);
    run({ b: 0, c: 20, x: 0 });
    expect(await exposed()).toEqual(['shop_sales_total{company="b"} 1', `${overflow} 50`, 'shop_sales_total{company="c"} 20']);
    run({ b: 0, x: 0 });
    await exposed();
    expect(await exposed()).toEqual(expect.arrayContaining([`${overflow} 50`]));
  });

  it('shows what found no room even if it is there no longer when it is published', async () => {
    const { compute, services, exposed } = start(limited);
    compute({ a: 10, b: 5, c: 1 });
    compute({ a: 1 });
    services.publish();
    expect(await exposed()).toEqual(expect.arrayContaining(['shop_sales_total{company="a"} 11', `${overflow} 1`]));
    expect(services.failing).toEqual([]);
  });

  it('never lets fall what adds up, by its own limit or by that of a rule, however they come and go', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const values = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.nat(9)), { selector: ([id]) => id })
      .map((pairs) => Object.fromEntries(pairs));
    const rules = [[], [{ match: 'shop_sales_total', maxSeries: 2 }], [{ match: 'shop_sales_total', dropLabels: ['company'] }]];
    await fc.assert(
      fc.asyncProperty(fc.array(values, { maxLength: 15 }), fc.constantFrom(...rules), async (turns, rule) => {
        const { run, exposed } = start(rule.length === 0 ? limited : market, { registry: new Registry({ rules: rule }) });
        let before = 0;
        for (const turn of turns) {
          run(turn);
          const shared = (await exposed()).find((line) => line.startsWith(overflow) || /^shop_sales_total \d/.test(line));
          const total = Number(shared?.split(' ')[1] ?? NaN);
          // The last of a series that all have left may be gone.
          if (total < before) expect(Object.keys(turn).length + before).toBe(NaN);
          before = Number.isNaN(total) ? 0 : total;
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('the last total of several that share a series is that of all', async () => {
  const registry = new Registry({ rules: [{ match: 'shop_sales_total', dropLabels: ['company'] }] });
  const { run, exposed } = start(defineMetrics('shop', { sales_total }), { registry });
  run({ a: 10, b: 5, c: 1 });
  expect(await exposed()).toEqual(['shop_sales_total 16']);
  run({});
  expect(await exposed()).toEqual(['shop_sales_total 16']);
});

describe('two services on one registry', () => {
  it('do not show one metric both, unless the first is closed', async () => {
    const registry = new Registry();
    const { services } = start(market, { registry });
    expect(() => start(market, { registry })).toThrow(
      'Metric "shop_budget" is shown by other services of this registry. Give all groups to one, or close the others first.',
    );
    services.close();
    const { run, exposed } = start(market, { registry });
    run({ a: 3 });
    expect(await exposed()).toContain('shop_budget{company="a"} 3');
  });

  it('have prefixes of their own', () => {
    const registry = new Registry();
    start(market, { registry });
    expect(() => start(defineMetrics('shop', { other: gauge({ help: 'O.', compute: () => 1 }) }), { registry })).toThrow(
      'MetricsServices: the prefix "shop" is that of other services with other metrics in this registry. Give all groups to one, or choose another prefix.',
    );
  });
});

it('what scrapes see, and the history, are those of a naive model, whoever comes and goes and whenever is scraped', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const values = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.nat(9)), { selector: ([id]) => id })
    .map((pairs) => Object.fromEntries(pairs));
  const steps = fc.array(fc.record({ values, publish: fc.boolean(), scrape: fc.boolean() }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const { compute, services, exposed } = start();
      const totals = new Map<string, number>();
      let published: { values: Values; totals: ReadonlyMap<string, number> } | undefined;
      for (const step of list) {
        compute(step.values);
        for (const id of totals.keys()) if (!(id in step.values)) totals.delete(id);
        for (const [id, value] of Object.entries(step.values)) totals.set(id, (totals.get(id) ?? 0) + value);
        if (step.publish) {
          services.publish();
          published = { values: step.values, totals: new Map(totals) };
        }
        for (const [id, value] of Object.entries(step.values)) expect(services.history('shop_budget', { company: id })!.last).toBe(value);
        for (const [id, total] of totals) expect(services.history('shop_sales_total', { company: id })!.last).toBe(total);
        if (!step.scrape || published === undefined) continue;
        const lines = await exposed();
        const gauges = Object.entries(published.values).map(([id, value]) => `shop_budget{company="${id}"} ${value}`);
        // Where more than historyTurns turns have gone by unpublished, nothing is shown.
        if (lines.length === 0) continue;
        expect(lines.filter((line) => line.startsWith('shop_budget')).toSorted()).toEqual(gauges.toSorted());
        expect(lines).toEqual(
          expect.arrayContaining([...published.totals].map(([id, total]) => `shop_sales_total{company="${id}"} ${total}`)),
        );
        expect(lines).toContain(`shop_size ${gauges.length}`);
      }
    }),
    { numRuns: 300 },
  );
});

describe('rules of the registry', () => {
  const wait = defineMetrics('shop', {
    sales_total: counter({ help: 'Sales.', labels: COMPANY, entity: 'company', increase: column }),
    wait_seconds: histogram({
      help: 'Wait.',
      buckets: [1, 2],
      observations: (values, observe) => Object.values(values).forEach((value) => observe(value)),
    }),
  });

  it('may drop a label: what differs in it only adds up, and stays when one of them leaves', async () => {
    const registry = new Registry({ rules: [{ match: 'shop_sales_total', dropLabels: ['company'] }] });
    const { run, exposed } = start(wait, { registry });
    run({ a: 1, b: 2 }, { a: 3, b: 4 });
    expect(await exposed()).toContain('shop_sales_total 10');
    run({ b: 5 });
    expect(await exposed()).toContain('shop_sales_total 15');
    run({ b: 1 });
    expect(await exposed()).toContain('shop_sales_total 16');
    run({ a: 1 });
    expect(await exposed()).toContain('shop_sales_total 17');
  });

  it('may rename a metric and its labels, and give a histogram other buckets', async () => {
    const registry = new Registry({
      rules: [
        { match: 'shop_sales_total', rename: 'old_shop_sales_total', renameLabels: { company: 'firm' } },
        { match: 'shop_wait_seconds', buckets: [10] },
      ],
    });
    const { run, exposed, services } = start(wait, { registry });
    run({ a: 1, b: 20 });
    expect(await exposed()).toEqual([
      'old_shop_sales_total{firm="a"} 1',
      'old_shop_sales_total{firm="b"} 20',
      'shop_wait_seconds_bucket{le="10"} 1',
      'shop_wait_seconds_bucket{le="+Inf"} 2',
      'shop_wait_seconds_sum 21',
      'shop_wait_seconds_count 2',
    ]);
    expect(services.history('shop_wait_seconds')!.last).toBe(2);
  });

  it('may leave fewer series than the definition: the others add up', async () => {
    const registry = new Registry({ rules: [{ match: 'shop_sales_total', maxSeries: 1 }] });
    const { run, exposed } = start(wait, { registry });
    run({ a: 1, b: 2, c: 4 }, { a: 1, b: 2, c: 4 });
    expect((await exposed()).slice(0, 2)).toEqual(['shop_sales_total{company="a"} 2', 'shop_sales_total{company="__overflow__"} 12']);
  });

  it('may let what is idle go; a gauge that is computed is not, whatever its value', async () => {
    let now = 0;
    const clock = { now: () => now, monotonic: () => now };
    const registry = new Registry({ clock, rules: [{ match: '*', ttlSeconds: 10 }] });
    const { run, exposed } = start(market, { registry });
    for (; now < 100; now += 5) {
      run({ a: 0 });
      expect(await exposed()).toEqual(expect.arrayContaining(['shop_budget{company="a"} 0', 'shop_size 1']));
    }
  });

  it('may deny a metric: it is computed for history and record all the same', async () => {
    const registry = new Registry({ deny: ['shop_budget'] });
    const { run, exposed, services } = start(market, { registry });
    run({ a: 3 });
    expect((await exposed()).filter((line) => line.includes('budget'))).toEqual([]);
    expect(services.history('shop_budget', { company: 'a' })!.last).toBe(3);
    expect(services.record({ entities: true }).json()).toContain('"shop_budget{company=\\"a\\"}":3');
  });
});

it('a child registry gives its prefix and labels', async () => {
  const registry = new Registry();
  const child = registry.child({ prefix: 'eu_', labels: { region: 'eu' } });
  const services = new MetricsServices<Values>([market], { factory: child, prefix: 'shop' });
  services.compute(1, { a: 1 });
  services.publish();
  expect(await registry.metrics()).toContain('eu_shop_budget{region="eu",company="a"} 1\n');
});
