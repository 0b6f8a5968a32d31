import { describe, expect, it } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { Registry } from '../registry/registry.ts';
import type { Column } from './column.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';

type Companies = Column<{ company: string }>;

const { gauge, counter, defineMetrics } = definitionsOf<Companies>();
const COMPANY = { company: 'open' } as const;
const BUDGETS = defineMetrics('shop', { budget: gauge({ help: 'Budget.', labels: COMPANY, compute: (column) => column }) });
const ORDERS = defineMetrics('shop', { orders_total: counter({ help: 'Orders.', labels: COMPANY, increase: (column) => column }) });

function companies(values: Readonly<Record<string, number>>): Companies {
  return { labelSets: Object.keys(values).map((company) => ({ company })), values: Object.values(values) };
}

function start(group: typeof BUDGETS | typeof ORDERS) {
  const registry = new Registry();
  const errors: MetricsError[] = [];
  const services = new MetricsServices<Companies>([group], { factory: registry, prefix: 'shop', onError: (error) => errors.push(error) });
  const record = services.record({ entities: true });
  let turn = 0;
  /** Makes a turn, and returns the values of `/metrics` by company, which are those of the record as well. */
  const run = async (column: Companies): Promise<Record<string, number>> => {
    services.compute(++turn, column);
    services.publish();
    const exposed = [...(await registry.metrics()).matchAll(/company="(.*)"} (\S+)$/gm)].map(([, company, value]) => [
      company,
      Number(value),
    ]);
    const recorded = Object.entries(JSON.parse(record.json()) as Record<string, number | null>).map(([key, value]) => [
      /company="(.*)"/.exec(key)![1],
      value,
    ]);
    const values = Object.fromEntries(exposed) as Record<string, number>;
    expect(values).toEqual(Object.fromEntries(recorded.filter(([, value]) => value !== null)));
    return values;
  };
  return { services, registry, errors, run };
}

describe('a column', () => {
  it('reads a list of labels that stays the same by position', async () => {
    const { run } = start(BUDGETS);
    const { labelSets } = companies({ a: 0, b: 0 });
    expect(await run({ labelSets, values: [1, 2] })).toEqual({ a: 1, b: 2 });
    expect(await run({ labelSets, values: Int32Array.of(3, 4) })).toEqual({ a: 3, b: 4 });
  });

  it('ignores the values beyond its labels, as in a buffer that is longer than its content', async () => {
    const { run } = start(BUDGETS);
    const { labelSets } = companies({ a: 0 });
    expect(await run({ labelSets, values: [1, Infinity] })).toEqual({ a: 1 });
  });

  it('finds the series again when the rows come in another order', async () => {
    const { run, services } = start(BUDGETS);
    await run(companies({ a: 1, b: 2, c: 3 }));
    expect(await run(companies({ c: 30, a: 10, b: 20 }))).toEqual({ a: 10, b: 20, c: 30 });
    expect(['a', 'b', 'c'].map((company) => services.history('shop_budget', { company })!.delta(1))).toEqual([9, 18, 27]);
  });

  it('finds the series again when the labels of a row come in another order', async () => {
    const lines = definitionsOf<Column<{ supplier: string; product: string }>>();
    const group = lines.defineMetrics('shop', {
      line: lines.gauge({ help: 'Stock.', labels: { supplier: 'open', product: 'open' }, compute: (column) => column }),
    });
    const registry = new Registry();
    const services = new MetricsServices([group], { factory: registry, prefix: 'shop' });
    services.compute(1, { labelSets: [{ supplier: 's', product: 'p' }], values: [1] });
    services.compute(2, { labelSets: [{ product: 'p', supplier: 's' }], values: [2] });
    services.publish();
    expect((await registry.metrics()).match(/^shop_line.*$/gm)).toEqual(['shop_line{supplier="s",product="p"} 2']);
  });

  it('takes a list that grew in place for a new one', async () => {
    const { run } = start(BUDGETS);
    const labelSets = [{ company: 'a' }];
    await run({ labelSets, values: [1] });
    labelSets.push({ company: 'b' });
    expect(await run({ labelSets, values: [1, 2] })).toEqual({ a: 1, b: 2 });
  });

  it('lets a company that leaves take its history with it, also one that comes back', async () => {
    const { run, services } = start(BUDGETS);
    await run(companies({ a: 1, b: 2 }));
    const former = services.history('shop_budget', { company: 'a' })!;
    expect(await run(companies({ b: 3 }))).toEqual({ b: 3 });
    expect(services.history('shop_budget', { company: 'a' })).toBeUndefined();
    expect([former.length, former.last, former.at(1)]).toEqual([0, NaN, NaN]);
    expect(await run(companies({ b: 4, a: 5 }))).toEqual({ a: 5, b: 4 });
    const history = services.history('shop_budget', { company: 'a' })!;
    expect([history.length, history.last, history.at(1)]).toEqual([1, 5, NaN]);
    expect([former.length, former.last]).toEqual([0, NaN]);
    expect(services.history('shop_budget', { company: 'b' })!.delta(2)).toBe(2);
  });

  it('gives the place of a company that left to the next, without its history', async () => {
    const { run, services } = start(BUDGETS);
    await run(companies({ a: 1, b: 2 }));
    expect(await run(companies({ b: 3, c: 7 }))).toEqual({ b: 3, c: 7 });
    const history = services.history('shop_budget', { company: 'c' })!;
    expect([history.length, history.last, history.at(1)]).toEqual([1, 7, NaN]);
  });

  it('has no history for a company before it joined', async () => {
    const { run, services } = start(BUDGETS);
    await run(companies({ a: 1 }));
    expect(services.history('shop_budget', { company: 'b' })).toBeUndefined();
    expect(await run(companies({ a: 2, b: 7 }))).toEqual({ a: 2, b: 7 });
    const history = services.history('shop_budget', { company: 'b' })!;
    expect([history.last, history.at(1), history.delta(1), history.mean(2)]).toEqual([7, NaN, NaN, NaN]);
  });

  it('takes NaN for no value of that series alone', async () => {
    const { run, errors } = start(BUDGETS);
    expect(await run(companies({ a: NaN, b: 2 }))).toEqual({ b: 2 });
    expect(errors).toEqual([]);
  });

  it('may be empty', async () => {
    const { run, errors } = start(BUDGETS);
    expect(await run(companies({}))).toEqual({});
    await run(companies({ a: 1 }));
    expect(await run(companies({}))).toEqual({});
    expect(errors).toEqual([]);
  });

  it('adds nothing to a counter that it leaves out, or gives NaN, and its total stays', async () => {
    const { run, errors } = start(ORDERS);
    await run(companies({ a: 1, b: 2 }));
    expect(await run(companies({ b: 3 }))).toEqual({ a: 1, b: 5 });
    expect(await run(companies({ a: NaN, c: 0 }))).toEqual({ a: 1, b: 5, c: 0 });
    expect(errors).toEqual([]);
  });

  it('takes none of its labels in when one of them is wrong', async () => {
    const { run, errors } = start(ORDERS);
    const former = companies({ a: 1 });
    await run(former);
    await run({ labelSets: [{ company: 'joined' }, { firm: 'x' } as never], values: [1, 1] });
    expect(await run(former)).toEqual({ a: 2 });
    expect(errors.map(({ message }) => message)).toEqual([
      'Metric "shop_orders_total" has no value in turn 2: Counter "shop_orders_total": expected exactly the labels "company", got "firm": missing "company", unknown "firm". The other metrics are not affected.',
    ]);
  });

  it.each([
    [
      'a value',
      { labelSets: [{ company: 'a' }], values: [Infinity] },
      'expected a finite number, or NaN for no value, got Infinity (number) in row 0',
    ],
    ['an increase', companies({ a: 1, b: -0.5 }), 'expected an increase >= 0, got -0.5 (number) in row 1'],
    [
      'a repetition',
      { labelSets: [{ company: 'a' }, { company: 'a' }], values: [1, 2] },
      'expected label sets that differ, got {"company":"a"} (object) in row 1 again',
    ],
  ])('that is refused for %s names the row', async (_, column, reason) => {
    const { run, errors } = start(ORDERS);
    await run(column);
    expect(errors.map(({ message }) => message)).toEqual([
      `Metric "shop_orders_total" has no value in turn 1: ${reason}. The other metrics are not affected.`,
    ]);
  });
});

it('a record is refused with the label value it lacks or invents', () => {
  const { gauge: define, defineMetrics: group } = definitionsOf<{ readonly record: never }>();
  const states = group('shop', { jobs: define({ help: 'Jobs.', labels: { state: ['open', 'done'] }, compute: ({ record }) => record }) });
  const messages: string[] = [];
  const services = new MetricsServices([states], {
    factory: new Registry(),
    prefix: 'shop',
    onError: ({ message }) => messages.push(message),
  });
  services.compute(1, { record: { open: 1 } as never });
  services.compute(2, { record: { open: 1, done: 2, lost: 3 } as never });
  expect(messages).toEqual([
    'Metric "shop_jobs" has no value in turn 1: expected a finite number, or NaN for no value, got undefined for "done". The other metrics are not affected.',
    'Metric "shop_jobs" has no value in turn 2: expected one of open, done, got "lost" (string). The other metrics are not affected.',
  ]);
});
