/** What a definition gets wrong is a compile error: the compiler checks this file, nothing runs it. */
/* oxlint-disable typescript/no-unsafe-return, typescript/no-unsafe-member-access -- what an expected error makes of the types */
import { Registry } from '../registry/registry.ts';
import { combinations, onceFor } from './column.ts';
import { definitionsOf } from './define.ts';
import type { Definition, MetricsGroup } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';

interface Shop {
  readonly orders: number;
  readonly slugs: readonly string[];
  readonly budget: Float64Array;
}

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Shop>();
const STATES = ['open', 'done'] as const;
const REGIONS = ['eu', 'us'] as const;
const CELL = { state: STATES, region: REGIONS };
const CELLS = combinations(CELL);
const OTHER_CELLS = combinations({ state: ['open', 'lost'], region: REGIONS });
const companyLabels = onceFor((slugs: readonly string[]) => slugs.map((company) => ({ company })));
const supplierLabels = onceFor((slugs: readonly string[]) => slugs.map((supplier) => ({ supplier })));

// What is right compiles, and says which metrics it reads.
gauge({ help: 'h', compute: ({ orders }) => orders }) satisfies Definition<Shop, never>;
gauge({ help: 'h', labels: { state: STATES }, compute: ({ orders }) => ({ open: orders, done: NaN }) });
gauge({ help: 'h', labels: CELL, compute: ({ budget }) => ({ labelSets: CELLS, values: budget }) });
gauge({ help: 'h', labels: { company: 'open' }, compute: ({ slugs, budget }) => ({ labelSets: companyLabels(slugs), values: budget }) });
counter({ help: 'h', unit: 'euros', labels: { state: STATES }, increase: () => ({ open: 1, done: 2 }) });
histogram({ help: 'h', buckets: [1], observations: ({ budget }, observe) => budget.forEach((each) => observe(each)) });
gauge({ help: 'h', reads: ['a', 'b'], compute: (_, { history }) => history.a.delta(5) + history.b.last }) satisfies Definition<
  Shop,
  'a' | 'b'
>;
defineMetrics('shop', {
  orders: gauge({ help: 'h', compute: ({ orders }) => orders }),
  change: gauge({ help: 'h', reads: ['orders', 'change'], compute: (_, { history }) => history.orders.delta(1) }),
}) satisfies MetricsGroup<Shop, 'shop_orders' | 'shop_change'>;

// An unlabelled metric is a number.
// @ts-expect-error a string
gauge({ help: 'h', compute: ({ orders }) => String(orders) });
// @ts-expect-error undefined
gauge({ help: 'h', compute: ({ slugs }) => slugs.length || undefined });
// @ts-expect-error nothing
gauge({ help: 'h', compute: () => {} });
// @ts-expect-error a promise
gauge({ help: 'h', compute: async ({ orders }) => Promise.resolve(orders) });
// @ts-expect-error a record
gauge({ help: 'h', compute: () => ({ open: 1 }) });
// @ts-expect-error a column
gauge({ help: 'h', compute: ({ budget }) => ({ labelSets: CELLS, values: budget }) });

// One closed label is a record with all its values.
// @ts-expect-error a value of the label is missing
gauge({ help: 'h', labels: { state: STATES }, compute: () => ({ open: 1 }) });
// @ts-expect-error a string
gauge({ help: 'h', labels: { state: STATES }, compute: () => ({ open: 1, done: '2' }) });
// @ts-expect-error a number
gauge({ help: 'h', labels: { state: STATES }, compute: () => 1 });
// @ts-expect-error a column
gauge({ help: 'h', labels: { state: STATES }, compute: () => ({ labelSets: [{ state: 'open' }], values: [1] }) });

// Several labels, and open ones, are a column with exactly these labels.
// @ts-expect-error a label is missing
gauge({ help: 'h', labels: CELL, compute: () => ({ labelSets: [{ state: 'open' }], values: [1] }) });
// @ts-expect-error a label is misspelt
gauge({ help: 'h', labels: CELL, compute: () => ({ labelSets: [{ state: 'open', regoin: 'eu' }], values: [1] }) });
// @ts-expect-error a label is not declared
gauge({ help: 'h', labels: CELL, compute: () => ({ labelSets: [{ state: 'open', region: 'eu', company: 'a' }], values: [1] }) });
// @ts-expect-error a value outside the closed set
gauge({ help: 'h', labels: CELL, compute: () => ({ labelSets: [{ state: 'lost', region: 'eu' }], values: [1] }) });
// @ts-expect-error combinations with a value outside the closed set
gauge({ help: 'h', labels: CELL, compute: ({ budget }) => ({ labelSets: OTHER_CELLS, values: budget }) });
// @ts-expect-error values that are no numbers
gauge({ help: 'h', labels: CELL, compute: ({ slugs }) => ({ labelSets: CELLS, values: slugs }) });
// @ts-expect-error no values
gauge({ help: 'h', labels: CELL, compute: () => ({ labelSets: CELLS }) });
// @ts-expect-error a record
gauge({ help: 'h', labels: CELL, compute: () => ({ open: 1, done: 2 }) });
// @ts-expect-error labels of another kind of entity
gauge({ help: 'h', labels: { company: 'open' }, compute: ({ slugs, budget }) => ({ labelSets: supplierLabels(slugs), values: budget }) });
// @ts-expect-error a record for an open label
gauge({ help: 'h', labels: { company: 'open' }, compute: () => ({ a: 1 }) });
// @ts-expect-error a domain that is neither open nor a list
gauge({ help: 'h', labels: { company: 'opne' }, compute: () => 1 });
// @ts-expect-error names instead of domains
gauge({ help: 'h', labels: ['company'], compute: () => 1 });

// The snapshot is known.
// @ts-expect-error a property is misspelt
gauge({ help: 'h', compute: ({ ordres }) => ordres });
// @ts-expect-error a column is misspelt
counter({ help: 'h', increase: (shop) => shop.budgets.length });
// @ts-expect-error it is read-only
gauge({ help: 'h', compute: (shop) => (shop.orders = 1) });

// A counter takes increases, a gauge a value, a histogram observations.
// @ts-expect-error compute instead of increase
counter({ help: 'h', compute: () => 1 });
// @ts-expect-error both
counter({ help: 'h', increase: () => 1, compute: () => 1 });
// @ts-expect-error a string
counter({ help: 'h', increase: () => '1' });
// @ts-expect-error increase instead of compute
gauge({ help: 'h', increase: () => 1 });
// @ts-expect-error compute instead of observations
histogram({ help: 'h', compute: () => 1 });
// @ts-expect-error an observation that is no number
histogram({ help: 'h', observations: ({ slugs }, observe) => slugs.forEach((slug) => observe(slug)) });
// @ts-expect-error labels, which computed histograms do not have
histogram({ help: 'h', labels: { state: STATES }, observations: () => {} });
// @ts-expect-error an option is misspelt
gauge({ help: 'h', lables: { state: STATES }, compute: () => 1 });
// @ts-expect-error no help
gauge({ compute: () => 1 });

// History is of metrics that are named, and that the group has.
// @ts-expect-error nothing is named
gauge({ help: 'h', compute: (_, { history }) => history.orders.last });
// @ts-expect-error another one is named
gauge({ help: 'h', reads: ['orders'], compute: (_, { history }) => history.order.last });
// @ts-expect-error the group has no such metric
defineMetrics('shop', { change: gauge({ help: 'h', reads: ['orders'], compute: (_, { history }) => history.orders.delta(1) }) });
// @ts-expect-error a list of any names
defineMetrics('shop', { orders: gauge({ help: 'h', reads: ['orders'] as string[], compute: () => 1 }) });

// Groups are of one type of snapshot.
const planes = definitionsOf<{ readonly planes: number }>();
const airport = planes.defineMetrics('airport', { planes: planes.gauge({ help: 'h', compute: (snapshot) => snapshot.planes }) });
new MetricsServices([airport], { factory: new Registry(), prefix: 'airport' }).compute(1, { planes: 1 });
// @ts-expect-error a metric of another snapshot
defineMetrics('shop', { planes: planes.gauge({ help: 'h', compute: (snapshot) => snapshot.planes }) });
// @ts-expect-error a group of another snapshot
airport satisfies MetricsGroup<Shop>;
// @ts-expect-error a snapshot that lacks what the computations read
new MetricsServices([airport], { factory: new Registry(), prefix: 'airport' }).compute(1, { orders: 1 });
