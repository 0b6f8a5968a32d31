/** A registry with a metric of every kind that is hard to write, and what a Prometheus has to make of it. */
import { Registry } from '@tradesim/metrics';
import type { Sample } from '@tradesim/metrics';

/** Unix seconds since which every series counts. */
const CREATED_AT = 1_700_000_000.25;

export interface Shop {
  readonly registry: Registry;
  /** Returns every sample, quantiles as of the last exposition. */
  readonly samples: () => Sample[];
}

export function shop(): Shop {
  const registry = new Registry({ clock: { now: () => CREATED_AT, monotonic: () => 0 } });
  const metrics = [orders(registry), stock(registry), nothing(registry), ...waits(registry), sizes(registry), ...states(registry)];
  return { registry, samples: () => metrics.flatMap((metric) => metric.get()) };
}

interface Readable {
  get(): Sample[];
}

function orders(registry: Registry): Readable {
  const counter = registry.counter({ name: 'shop_orders_total', help: 'Orders.', labelNames: ['place', 'till'], maxSeries: 5 });
  const places = ['', 'a\\b', '"\n{},=', '\0 é 😀 \r\t', '# EOF', 'one too many', 'two too many'];
  places.forEach((place, i) => counter.labels({ place, till: String(i) }).inc(i / 3));
  counter.remove({ place: 'a\\b', till: '1' });
  return counter;
}

function stock(registry: Registry): Readable {
  const gauge = registry.gauge({ name: 'shop_stock_grams', help: 'Stock "in\\store",\nby kind.', unit: 'grams', labelNames: ['of'] });
  const amounts = [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE, 2 ** 53 + 2, 0.1 + 0.2, 1e21];
  amounts.forEach((amount, i) => gauge.labels({ of: `kind ${i}` }).set(amount));
  return gauge;
}

function nothing(registry: Registry): Readable {
  const gauge = registry.gauge({ name: 'shop_nothing', help: 'What has no value.', omitNaN: true });
  gauge.set(NaN);
  return gauge;
}

function waits(registry: Registry): Readable[] {
  const buckets = [0, 1e-5, 0.5, 1, 1e6];
  const wait = registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.', unit: 'seconds', buckets, labelNames: ['till'] });
  for (const value of [0, 0.5, 0.75, 1e9]) wait.labels({ till: '1' }).observe(value);
  wait.labels({ till: '2' });
  const change = registry.histogram({ name: 'shop_change', help: 'Change.', buckets: [-1, 1] });
  change.observe(-7);
  return [wait, change];
}

function sizes(registry: Registry): Readable {
  const summary = registry.summary({ name: 'shop_size_grams', help: 'Size.', unit: 'grams', quantiles: [0, 0.5, 1], labelNames: ['of'] });
  for (const value of [1, 2, 1000]) summary.labels({ of: 'boxes' }).observe(value);
  for (const value of [-3, 1]) summary.labels({ of: 'changes' }).observe(value);
  summary.labels({ of: 'nothing' });
  return summary;
}

function states(registry: Registry): Readable[] {
  const build = registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version'] });
  build.set({ version: '1.2.0 "é"' });
  const door = registry.stateSet({ name: 'shop_door', help: 'Door.', states: ['open', 'ajar "\\\n"'], labelNames: ['at'] });
  door.labels({ at: 'front' }).set('ajar "\\\n"');
  return [build, door];
}

/** What OpenMetrics forbids: sums beside negative bounds, negative sums, negative quantiles. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'shop_change_sum{}',
  'shop_change_count{}',
  'shop_size_grams_sum{"of":"changes"}',
  'shop_size_grams{"of":"changes","quantile":"0"}',
  'shop_size_grams{"of":"changes","quantile":"0.5"}',
]);

const CREATED: readonly (readonly [name: string, labelSets: readonly Readonly<Record<string, string>>[]])[] = [
  [
    'shop_orders_created',
    [
      { place: '', till: '0' },
      { place: '"\n{},=', till: '2' },
      { place: '\0 é 😀 \r\t', till: '3' },
      { place: '# EOF', till: '4' },
      { place: '__overflow__', till: '__overflow__' },
    ],
  ],
  ['shop_wait_seconds_created', [{ till: '1' }, { till: '2' }]],
  ['shop_change_created', [{}]],
  ['shop_size_grams_created', [{ of: 'boxes' }, { of: 'changes' }, { of: 'nothing' }]],
];

/** Returns the samples as OpenMetrics with created timestamps has them. */
export function inOpenMetrics(samples: readonly Sample[]): Sample[] {
  const allowed = samples.filter(({ name, labels }) => !FORBIDDEN.has(name + JSON.stringify(labels)));
  const created = CREATED.flatMap(([name, labelSets]) => labelSets.map((labels) => ({ name, labels, value: CREATED_AT })));
  return [...allowed.map((sample) => ({ ...sample, labels: canonical(sample.labels) })), ...created];
}

/** Bounds and quantiles have a fraction. */
function canonical(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isWhole = ([name, value]: readonly [string, string]): boolean => (name === 'le' || name === 'quantile') && /^-?\d+$/.test(value);
  return Object.fromEntries(Object.entries(labels).map((label) => (isWhole(label) ? [label[0], `${label[1]}.0`] : label)));
}
