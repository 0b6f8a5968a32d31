import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { Registry } from './registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

it('reports each metric with its labels, the largest first, and totals', () => {
  const requests = registry.counter({ name: 'requests_total', help: 'h', labelNames: ['method', 'route'], maxSeries: 10 });
  for (const id of [1, 2, 3, 4]) requests.labels({ method: 'GET', route: `/users/${id}` }).inc();
  requests.labels({ method: 'PUT', route: '/users/4' }).inc();
  registry.child({ labels: { region: 'eu' } }).histogram({ name: 'wait_seconds', help: 'h', buckets: [1, 2] });
  registry.gauge({ name: 'size', help: 'h' });
  expect(registry.cardinality()).toEqual({
    metricCount: 3,
    series: 7,
    samples: 11,
    overflowed: 0,
    detachedWrites: 0,
    metrics: [
      {
        name: 'requests_total',
        type: 'counter',
        constLabels: {},
        series: 5,
        maxSeries: 10,
        usedRatio: 0.5,
        samples: 5,
        overflowed: 0,
        detachedWrites: 0,
        labels: [
          { name: 'route', values: 4, latest: ['/users/4', '/users/3', '/users/2'] },
          { name: 'method', values: 2, latest: ['PUT', 'GET'] },
        ],
      },
      {
        name: 'wait_seconds',
        type: 'histogram',
        constLabels: { region: 'eu' },
        series: 1,
        maxSeries: 2000,
        usedRatio: 0.0005,
        samples: 5,
        overflowed: 0,
        detachedWrites: 0,
        labels: [],
      },
      {
        name: 'size',
        type: 'gauge',
        constLabels: {},
        series: 1,
        maxSeries: 2000,
        usedRatio: 0.0005,
        samples: 1,
        overflowed: 0,
        detachedWrites: 0,
        labels: [],
      },
    ],
  });
  expect(JSON.parse(JSON.stringify(registry.cardinality()))).toEqual(registry.cardinality());
});

it('counts what exceeds the limit as samples, but not as series or values', () => {
  const requests = registry.counter({ name: 'x_total', help: 'h', labelNames: ['id'], maxSeries: 2 });
  const removed = requests.labels({ id: '0' });
  requests.remove({ id: '0' });
  removed.inc();
  for (const id of ['1', '2', '3', '4']) requests.labels({ id });
  expect(registry.cardinality()).toMatchObject({ series: 2, samples: 3, overflowed: 2, detachedWrites: 1 });
  expect(registry.cardinality().metrics[0]).toMatchObject({
    usedRatio: 1,
    labels: [{ name: 'id', values: 2, latest: ['2', '1'] }],
  });
});

it('counts the samples of each type', () => {
  registry.summary({ name: 's', help: 'h', quantiles: [0.5, 0.9] });
  registry.stateSet({ name: 't', help: 'h', states: ['a', 'b', 'c'] });
  registry.info({ name: 'i_info', help: 'h', labelNames: ['v'] }).set({ v: '1' });
  expect(registry.cardinality().metrics.map(({ name, samples }) => [name, samples])).toEqual([
    ['s', 4],
    ['t', 3],
    ['i_info', 1],
  ]);
});

it('covers included registries, each once, and no metric that is denied', () => {
  registry = new Registry({ deny: ['secret'] });
  registry.gauge({ name: 'secret', help: 'h' });
  const [other, both] = [new Registry(), new Registry()];
  for (const each of [registry, other]) each.include(both);
  registry.include(other);
  both.gauge({ name: 'both', help: 'h' });
  expect(registry.cardinality().metrics.map(({ name }) => name)).toEqual(['both']);
  expect(new Registry().cardinality()).toEqual({ metricCount: 0, series: 0, samples: 0, overflowed: 0, detachedWrites: 0, metrics: [] });
});

it('agrees with the values in the exposition after any additions and removals', () => {
  const value = fc.constantFrom('', 'a', 'b', '__proto__', 'c');
  const step = fc.record({ isRemoval: fc.boolean(), a: value, b: value });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const family = new Registry().gauge({ name: 'x', help: 'h', labelNames: ['a', 'b'] });
      const alone = new Registry();
      const same = alone.gauge({ name: 'x', help: 'h', labelNames: ['a', 'b'] });
      for (const { isRemoval, a, b } of steps) {
        for (const each of [family, same]) {
          if (isRemoval) each.removeMatching({ a });
          else each.labels({ a, b });
        }
      }
      const labels = new Map(alone.cardinality().metrics[0]!.labels.map(({ name, values, latest }) => [name, { values, latest }]));
      for (const name of ['a', 'b']) {
        const used = new Set(family.get().map((sample) => sample.labels[name]));
        expect(labels.get(name)!.values).toBe(used.size);
        expect(labels.get(name)!.latest.every((each) => used.has(each))).toBe(true);
        expect(labels.get(name)!.latest).toHaveLength(Math.min(3, used.size));
      }
    }),
    { numRuns: 200 },
  );
});
