import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { Registry } from '../registry/registry.ts';
import { ComputationError } from './computation-errors.ts';
import { definitionsOf } from './define.ts';
import type { MetricsGroup } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';

const { gauge, counter, histogram, defineMetrics } = definitionsOf<number>();

function start<Group extends MetricsGroup<number>>(group: Group, registry = new Registry()) {
  const errors: MetricsError[] = [];
  const services = new MetricsServices<number>([group], { factory: registry, prefix: 'shop', onError: (error) => errors.push(error) });
  const exposed = async (): Promise<string[]> =>
    (await registry.metrics()).match(/^shop_.*$/gm)?.filter((line) => !line.includes('metric_errors')) ?? [];
  const failures = async (): Promise<string[]> => (await registry.metrics()).match(/^shop_metric_errors_total.* [1-9]\d*$/gm) ?? [];
  return { services, recorded: services.recorded(group), errors, exposed, failures, registry };
}

describe('a definition without computation', () => {
  const visits = defineMetrics('shop', {
    visits_total: counter({ help: 'Visits.', labels: { page: 'open' } }),
    queue: gauge({ help: 'Queue.' }),
    wait_seconds: histogram({ help: 'Wait.', unit: 'seconds', buckets: [1, 10] }),
    visits_change: gauge({
      help: 'Change.',
      reads: ['visits_total'],
      compute: (_, { history }) => history.visits_total.labels({ page: '/' }).delta(1),
    }),
  });

  it('is recorded by the application, and shown at once', async () => {
    const { recorded, exposed } = start(visits);
    recorded.visits_total.labels({ page: '/' }).inc(2);
    recorded.queue.set(7);
    recorded.wait_seconds.observe(3);
    expect(await exposed()).toEqual([
      'shop_visits_total{page="/"} 2',
      'shop_queue 7',
      'shop_wait_seconds_bucket{le="1"} 0',
      'shop_wait_seconds_bucket{le="10"} 1',
      'shop_wait_seconds_bucket{le="+Inf"} 1',
      'shop_wait_seconds_sum 3',
      'shop_wait_seconds_count 1',
    ]);
  });

  it('has the value of each turn in the history and in the record', () => {
    const { services, recorded } = start(visits);
    const record = services.record({ entities: true });
    const page = recorded.visits_total.labels({ page: '/' });
    for (const [turn, count] of [3, 4, 0].entries()) {
      page.inc(count);
      recorded.wait_seconds.observe(turn);
      services.compute(turn + 1, 0);
    }
    page.inc(100);
    const history = services.history('shop_visits_total', { page: '/' })!;
    expect([history.last, history.at(1), history.at(2), history.delta(2)]).toEqual([7, 7, 3, 4]);
    expect([services.history('shop_visits_change')!.at(1), services.history('shop_wait_seconds')!.delta(1)]).toEqual([4, 1]);
    expect(JSON.parse(record.json())).toMatchObject({
      'shop_visits_total{page="/"}': 7,
      shop_wait_seconds_sum: 3,
      shop_wait_seconds_count: 3,
    });
  });

  it('follows series that come, go and come back', () => {
    const { services, recorded } = start(visits);
    const record = services.record({ entities: true });
    recorded.visits_total.labels({ page: 'a' }).inc(1);
    services.compute(1, 0);
    recorded.visits_total.labels({ page: 'b' }).inc(2);
    recorded.visits_total.remove({ page: 'a' });
    services.compute(2, 0);
    expect(services.history('shop_visits_total', { page: 'a' })).toBeUndefined();
    recorded.visits_total.labels({ page: 'a' }).inc(5);
    services.compute(3, 0);
    const [a, b] = ['a', 'b'].map((page) => services.history('shop_visits_total', { page })!);
    expect([a!.length, a!.last, b!.length, b!.at(1)]).toEqual([1, 5, 2, 2]);
    expect(JSON.parse(record.json())).toMatchObject({ 'shop_visits_total{page="a"}': 5, 'shop_visits_total{page="b"}': 2 });
  });

  it('keeps its histories apart when removed series are moved together', () => {
    const { services, recorded } = start(visits);
    const pages = Array.from({ length: 300 }, (_, i) => `p${i}`);
    for (const [i, page] of pages.entries()) recorded.visits_total.labels({ page }).inc(i);
    services.compute(1, 0);
    for (const page of pages.slice(0, 250)) recorded.visits_total.remove({ page });
    services.compute(2, 0);
    expect(pages.slice(250).map((page) => services.history('shop_visits_total', { page })!.at(1))).toEqual(
      pages.slice(250).map((_, i) => 250 + i),
    );
    expect(services.history('shop_visits_total', { page: 'p3' })).toBeUndefined();
  });

  it('has no value where it was set to NaN', async () => {
    const { services, recorded, exposed } = start(visits);
    recorded.queue.set(NaN);
    services.compute(1, 0);
    expect((await exposed()).filter((line) => line.startsWith('shop_queue'))).toEqual([]);
    expect(services.record({ entities: true }).json()).toContain('"shop_queue":null');
  });

  it('is what rules make of it, also nothing', () => {
    const { services, recorded } = start(
      visits,
      new Registry({ deny: ['shop_visits_total'], rules: [{ match: 'shop_queue', rename: 'queue' }] }),
    );
    recorded.visits_total.labels({ page: '/' }).inc();
    recorded.queue.set(4);
    services.compute(1, 0);
    expect([services.history('shop_queue')!.last, services.history('shop_visits_total', { page: '/' })]).toEqual([4, undefined]);
  });

  it('has no history where the registry denies it, also for those who read it', () => {
    const group = defineMetrics('shop', {
      total: gauge({ help: 'T.' }),
      twice: gauge({ help: 'Twice.', reads: ['total'], compute: (_, { history }) => history.total.last * 2 }),
    });
    const { services, recorded } = start(group, new Registry({ deny: ['shop_total'] }));
    recorded.total.set(3);
    services.compute(1, 0);
    expect([services.history('shop_total'), services.history('shop_twice')!.last]).toEqual([undefined, NaN]);
  });

  it('belongs to services that were made with it', () => {
    const { services } = start(visits);
    expect(() => services.recorded(defineMetrics('shop', { queue: gauge({ help: 'Queue.' }) }))).toThrow(
      'MetricsServices, recorded: expected a group that the services were made with, got another.',
    );
  });
});

describe('a metric that is read at scrapes', () => {
  let size: unknown = 3;
  beforeEach(() => {
    size = 3;
  });
  const read = defineMetrics('shop', {
    pool_size: gauge({ help: 'Pool.', read: () => size as number }),
    steady: gauge({ help: 'Not affected.', compute: (snapshot) => snapshot }),
  });

  it('has the value of the moment, without a turn', async () => {
    const { exposed, services } = start(read);
    expect(await exposed()).toEqual(['shop_pool_size 3']);
    size = 4;
    services.compute(1, 7);
    services.publish();
    expect(await exposed()).toEqual(['shop_pool_size 4', 'shop_steady 7']);
    expect([services.history('shop_pool_size'), services.record({ entities: true }).json()]).toEqual([undefined, '{"shop_steady":7}']);
    expect(services.names).toEqual(['shop_steady', 'shop_pool_size']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      'boom',
    ],
    ['rejects', () => Promise.reject(new Error('boom')), 'boom'],
    ['is infinite', () => Infinity, 'expected a finite number, or NaN for no value, got Infinity (number)'],
    ['comes to be a string', () => Promise.resolve('3'), 'expected a finite number, or NaN for no value, got "3" (string)'],
    ['has labels', () => ({ a: 1 }), 'expected a number, got {"a":1} (object)'],
  ])('costs itself only when it %s, is counted, and is back with the next', async (_, bad, reason) => {
    let next: () => unknown = () => 3;
    const group = defineMetrics('shop', {
      pool_size: gauge({ help: 'Pool.', read: () => next() as number }),
      steady: gauge({ help: 'Steady.', compute: (snapshot) => snapshot }),
    });
    const { exposed, services, errors, failures } = start(group);
    services.compute(1, 7);
    services.publish();
    expect(await exposed()).toEqual(['shop_pool_size 3', 'shop_steady 7']);
    next = bad;
    expect(await exposed()).toEqual(['shop_steady 7']);
    expect(errors.map((error) => error.message)).toEqual([
      `Metric "shop_pool_size" has no value in turn 1: ${reason}. The other metrics are not affected.`,
    ]);
    expect(errors[0]).toMatchObject({ metric: 'shop_pool_size', turn: 1, code: 'ERR_COMPUTE' });
    expect(services.failing).toEqual([{ metric: 'shop_pool_size', since: 1, reason }]);
    next = () => Promise.resolve(5);
    expect(await exposed()).toEqual(['shop_pool_size 5', 'shop_steady 7']);
    expect([services.failing, await failures()]).toEqual([[], ['shop_metric_errors_total{metric="shop_pool_size"} 1']]);
  });

  it('of a counter is a total, which begins anew where that of its source does', async () => {
    let total = 5;
    const { exposed, errors } = start(defineMetrics('shop', { bytes_total: counter({ help: 'Bytes.', read: () => total }) }));
    expect(await exposed()).toEqual(['shop_bytes_total 5']);
    for (const [next, shown] of [
      [9, ['shop_bytes_total 9']],
      [NaN, ['shop_bytes_total 9']],
      [2, ['shop_bytes_total 2']],
      [-1, []],
      [3, ['shop_bytes_total 3']],
    ] as const) {
      total = next;
      expect(await exposed()).toEqual(shown);
    }
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('expected a total >= 0, got -1 (number)')]);
  });

  it('of a counter with more label sets than may be adds the others up, at each reading', async () => {
    let values = [1, 2, 10, 5];
    const labelSets = ['a', 'b', 'c', 'd'].map((table) => ({ table }));
    const reads = counter({ help: 'Reads.', labels: { table: 'open' }, maxSeries: 2, read: () => ({ labelSets, values }) });
    const { exposed } = start(defineMetrics('shop', { reads_total: reads }));
    const shown = async (): Promise<string[]> => (await exposed()).filter((line) => line.startsWith('shop_reads_total'));
    const [a, b] = ['shop_reads_total{table="a"} 1', 'shop_reads_total{table="b"} 2'];
    expect(await shown()).toEqual([a, b, 'shop_reads_total{table="__overflow__"} 15']);
    values = [1, 2, 5, 12];
    expect(await shown()).toEqual([a, b, 'shop_reads_total{table="__overflow__"} 17']);
  });

  it('may have labels, closed and open', async () => {
    let rows = ['a', 'b'];
    const group = defineMetrics('shop', {
      files_total: counter({ help: 'Files.', labels: { kind: ['log', 'data'] }, read: () => ({ log: 1, data: 2 }) }),
      table_rows: gauge({
        help: 'Rows.',
        labels: { table: 'open' },
        read: async () => ({ labelSets: rows.map((table) => ({ table })), values: rows.map((_, i) => i) }),
      }),
    });
    const { exposed } = start(group);
    const files = ['shop_files_total{kind="log"} 1', 'shop_files_total{kind="data"} 2'];
    expect(await exposed()).toEqual([...files, 'shop_table_rows{table="a"} 0', 'shop_table_rows{table="b"} 1']);
    rows = ['b'];
    expect(await exposed()).toEqual([...files, 'shop_table_rows{table="b"} 0']);
  });

  it('is no history for another metric to read', () => {
    const group = defineMetrics('shop', {
      pool_size: gauge({ help: 'Pool.', read: () => 1 }),
      change: gauge({ help: 'Change.', reads: ['pool_size'], compute: (_, { history }) => history.pool_size.delta(1) }),
    });
    expect(() => start(group)).toThrow(
      'Metric "shop_change" reads the history of "pool_size", which is read at scrapes and has none. Have "pool_size" computed each turn, or recorded.',
    );
  });

  it('is divided as what is computed is', async () => {
    const registry = new Registry();
    const group = defineMetrics('shop', { till_euros: gauge({ help: 'Till.', unit: 'euros', read: () => 1250 }) });
    const services = new MetricsServices([group], { factory: registry, prefix: 'shop', subunits: { euros: 100 } });
    expect(await registry.metrics()).toContain('shop_till_euros 12.5\n');
    services.close();
    expect(services.names).toEqual(['shop_till_euros']);
  });
});

describe('a reading that does not come', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is given up after its time, costs itself only, and shows no more once it comes', async () => {
    let answer!: (value: number) => void;
    let signal: AbortSignal | undefined;
    const group = defineMetrics('shop', {
      slow: gauge({
        help: 'Slow.',
        timeoutSeconds: 2,
        read: (given) => {
          signal = given;
          return new Promise<number>((resolve) => {
            answer = resolve;
          });
        },
      }),
      steady: gauge({ help: 'Steady.', read: () => 1 }),
    });
    const { exposed, services, errors } = start(group);
    const first = exposed();
    await vi.advanceTimersByTimeAsync(1999);
    expect(signal!.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect([await first, signal!.aborted]).toEqual([['shop_steady 1'], true]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(ComputationError);
    expect(services.failing).toEqual([{ metric: 'shop_slow', since: 0, reason: 'it took longer than 2000 ms' }]);
    answer(99);
    await vi.advanceTimersByTimeAsync(0);
    const second = exposed();
    await vi.advanceTimersByTimeAsync(0);
    answer(7);
    expect(await second).toEqual(['shop_slow 7', 'shop_steady 1']);
    expect(services.failing).toEqual([]);
  });
});
