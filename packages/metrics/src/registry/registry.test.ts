import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from './registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

describe('the example of the contract', () => {
  it('gives the whole exposition', async () => {
    const budget = registry.gauge({ name: 'tradesim_budget_total', help: 'Total budget of all companies in euros.' });
    budget.set(15_000.5);
    budget.inc(100);
    budget.dec(50);
    const transactions = registry.counter({ name: 'tradesim_transactions_total', help: 'Completed transactions.' });
    transactions.inc();
    transactions.inc(5);
    const attempts = registry.counter({
      name: 'tradesim_purchase_attempts_total',
      help: 'Purchase attempts.',
      labelNames: ['strategy', 'outcome'],
    });
    const bought = attempts.labels({ strategy: 'cheapest', outcome: 'bought' });
    bought.inc();
    const turnSeconds = registry.histogram({
      name: 'tradesim_temps_simulation_seconds',
      help: 'Duration of a turn.',
      buckets: [0.1, 0.5, 1, 2, 5, 10],
    });
    turnSeconds.observe(2.5);
    expect(await registry.metrics()).toBe(`# HELP tradesim_budget_total Total budget of all companies in euros.
# TYPE tradesim_budget_total gauge
tradesim_budget_total 15050.5
# HELP tradesim_transactions_total Completed transactions.
# TYPE tradesim_transactions_total counter
tradesim_transactions_total 6
# HELP tradesim_purchase_attempts_total Purchase attempts.
# TYPE tradesim_purchase_attempts_total counter
tradesim_purchase_attempts_total{strategy="cheapest",outcome="bought"} 1
# HELP tradesim_temps_simulation_seconds Duration of a turn.
# TYPE tradesim_temps_simulation_seconds histogram
tradesim_temps_simulation_seconds_bucket{le="0.1"} 0
tradesim_temps_simulation_seconds_bucket{le="0.5"} 0
tradesim_temps_simulation_seconds_bucket{le="1"} 0
tradesim_temps_simulation_seconds_bucket{le="2"} 0
tradesim_temps_simulation_seconds_bucket{le="5"} 1
tradesim_temps_simulation_seconds_bucket{le="10"} 1
tradesim_temps_simulation_seconds_bucket{le="+Inf"} 1
tradesim_temps_simulation_seconds_sum 2.5
tradesim_temps_simulation_seconds_count 1
`);
  });
});

describe('defining a name again', () => {
  it('returns the same metric for the same shape', () => {
    const options = { name: 'x_total', help: 'h' };
    expect(registry.counter(options)).toBe(registry.counter({ ...options }));
    const labelled = { name: 'h', help: 'h', labelNames: ['a', 'b'], buckets: [1, 2] } as const;
    expect(registry.histogram(labelled)).toBe(registry.histogram({ ...labelled, buckets: [1, 2], labelNames: ['a', 'b'] }));
  });

  it('takes an option that is left out for its default', () => {
    const counter = registry.counter({ name: 'x_total', help: 'h', labelNames: ['a'] });
    expect(registry.counter({ name: 'x_total', help: 'h', labels: { a: 'open' }, maxSeries: 2000, unit: undefined })).toBe(counter);
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    expect(registry.gauge({ name: 'g', help: 'h', omitNaN: false })).toBe(gauge);
    const histogram = registry.histogram({ name: 'h', help: 'h' });
    expect(registry.histogram({ name: 'h', help: 'h', buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] })).toBe(
      histogram,
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['help', { help: 'other' }, 'help "h" against "other"'],
    ['unit', { unit: 'seconds' }, 'unit none against seconds'],
    ['labels', { labelNames: ['b', 'a'] }, 'labels [["a","open"],["b","open"]] against [["b","open"],["a","open"]]'],
    ['a label', { labelNames: ['a'] }, 'labels [["a","open"],["b","open"]] against [["a","open"]]'],
    [
      'the domain of a label',
      { labelNames: undefined, labels: { a: 'open', b: ['x'] } },
      'labels [["a","open"],["b","open"]] against [["a","open"],["b",["x"]]]',
    ],
    ['no labels', { labelNames: undefined }, 'labels [["a","open"],["b","open"]] against []'],
    ['maxSeries', { maxSeries: 5 }, 'maxSeries 2000 against 5'],
    ['buckets', { buckets: [1, 2.5] }, 'buckets [1,2] against [1,2.5]'],
    ['several things', { help: 'other', maxSeries: 5 }, 'help "h" against "other"; maxSeries 2000 against 5'],
  ])('throws for another shape and shows both: %s', async (_, other, difference) => {
    const options = { name: 'wait_seconds', help: 'h', labelNames: ['a', 'b'], buckets: [1, 2] } as const;
    registry.histogram(options).labels({ a: 'x', b: 'y' });
    const before = await registry.metrics();
    const message = `Metric "wait_seconds" is defined twice with different shapes: ${difference}. Make them equal, rename one, or unregister("wait_seconds") first.`;
    expect(() => registry.histogram({ ...options, ...other } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_METRIC_SHAPE', message }),
    );
    expect(await registry.metrics()).toBe(before);
  });

  it('throws for another type', () => {
    registry.gauge({ name: 'x_total', help: 'h' });
    expect(() => registry.counter({ name: 'x_total', help: 'h' })).toThrow(
      'Metric "x_total" is defined twice with different shapes: type gauge against counter; omitNaN false against none.',
    );
  });

  it('checks the second definition like the first', () => {
    registry.gauge({ name: 'g', help: 'h', labelNames: ['a'] });
    expect(() => registry.gauge({ name: 'g', help: 'h', labelNames: ['a', 'a'] })).toThrow(
      'Gauge "g": the label name "a" is given twice. Remove one.',
    );
  });
});

describe('sample names', () => {
  it.each(['h_bucket', 'h_sum', 'h_count'])('of a histogram are refused to a gauge: %s', (name) => {
    registry.histogram({ name: 'h', help: 'h' });
    const message = `Metric "${name}": its sample "${name}" is exposed by the metric "h" already. Rename one of them.`;
    expect(() => registry.gauge({ name, help: 'h' })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_NAME', message }));
  });

  it.each(['h_bucket', 'h_sum', 'h_count'])('of a gauge are refused to a histogram: %s', async (name) => {
    registry.gauge({ name, help: 'h' });
    const before = await registry.metrics();
    const message = `Metric "h": its sample "${name}" is exposed by the metric "${name}" already. Rename one of them.`;
    expect(() => registry.histogram({ name: 'h', help: 'h' })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_NAME', message }));
    expect(await registry.metrics()).toBe(before);
    expect(() => registry.gauge({ name: 'h', help: 'h' })).not.toThrow();
  });

  it('are free again after unregister()', () => {
    registry.histogram({ name: 'h', help: 'h' });
    registry.unregister('h');
    expect(() => registry.gauge({ name: 'h_count', help: 'h' })).not.toThrow();
  });
});

describe('unregister()', () => {
  it('takes a metric out of the exposition; its handles work on, unseen', async () => {
    const counter = registry.counter({ name: 'x_total', help: 'h', labelNames: ['a'] });
    const handle = counter.labels({ a: 'x' });
    registry.gauge({ name: 'g', help: 'h' });
    expect(registry.unregister('x_total')).toBe(true);
    handle.inc(5);
    expect(counter.get()[0]?.value).toBe(5);
    expect(await registry.metrics()).toBe('# HELP g h\n# TYPE g gauge\ng 0\n');
  });

  it('says whether there was such a metric', () => {
    expect(registry.unregister('x_total')).toBe(false);
    expect(registry.unregister('toString')).toBe(false);
    registry.gauge({ name: 'g', help: 'h' });
    expect([registry.unregister('g'), registry.unregister('g')]).toEqual([true, false]);
  });

  it('makes room for another shape, at the end of the exposition and from 0', async () => {
    const before = registry.gauge({ name: 'a', help: 'h' });
    before.set(5);
    registry.gauge({ name: 'b', help: 'h' });
    registry.unregister('a');
    const after = registry.gauge({ name: 'a', help: 'Other help.' });
    expect(after).not.toBe(before);
    expect(await registry.metrics()).toBe('# HELP b h\n# TYPE b gauge\nb 0\n# HELP a Other help.\n# TYPE a gauge\na 0\n');
  });
});

describe('clear()', () => {
  it('removes metrics and collectors', async () => {
    let collected = 0;
    registry.addCollector({ name: 'c', collect: () => void collected++ });
    registry.histogram({ name: 'h', help: 'h' });
    registry.clear();
    expect(await registry.metrics()).toBe('');
    expect(collected).toBe(0);
    expect(() => registry.gauge({ name: 'h_sum', help: 'h' })).not.toThrow();
  });
});

describe('the clock', () => {
  it('of the machine counts in seconds', async () => {
    const { systemClock } = await import('../timing/system-clock.ts');
    const before = Date.now() / 1000;
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    expect(systemClock.now()).toBeLessThan(before + 60);
    expect(systemClock.monotonic()).toBeGreaterThan(0);
    expect(systemClock.monotonic()).toBeLessThanOrEqual(process.uptime() + 1);
  });
});
