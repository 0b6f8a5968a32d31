/**
 * What the compiler must accept and refuse. Only type-checked, never run: an error that is missing where one is
 * expected fails the type check as much as one too many.
 */
/* oxlint-disable typescript/no-unsafe-call -- what a call returns that does not compile has no type */
import type {
  Counter,
  CounterFamily,
  CounterHandle,
  Gauge,
  GaugeFamily,
  GaugeHandle,
  Histogram,
  HistogramHandle,
  InstrumentFactory,
  LabelsOfDomains,
  LabelsOfNames,
  StopTimer,
} from '../index.ts';
import { Registry } from '../index.ts';
import { expectTypeOf } from 'vitest';

const registry = new Registry({ onInvalid: 'drop', selfMetricsPrefix: 'shop', onError: (error) => error.message });

// Unlabelled metrics are updated directly and have no labels().
const counter = registry.counter({ name: 'c_total', help: 'h' });
expectTypeOf(counter).toEqualTypeOf<Counter>();
counter.inc();
counter.inc(5);
// @ts-expect-error -- a counter only rises
counter.dec();
// @ts-expect-error -- a counter cannot be set
counter.set(5);
// @ts-expect-error -- no text for a number
counter.inc('5');
// @ts-expect-error -- no bigint for a number
counter.inc(5n);
// @ts-expect-error -- a metric without labels has no labels()
counter.labels({});
expectTypeOf(
  registry.counter({ name: 'c_total', help: 'h', labelNames: undefined, unit: undefined, maxSeries: undefined }),
).toEqualTypeOf<Counter>();

const gauge = registry.gauge({ name: 'g', help: 'h', omitNaN: true });
expectTypeOf(gauge).toEqualTypeOf<Gauge>();
gauge.set(5);
gauge.inc();
gauge.dec(2);
// @ts-expect-error -- set needs a value
gauge.set();
// @ts-expect-error -- null is no value
gauge.set(null);
// @ts-expect-error -- a metric without labels has no labels()
gauge.labels({});

const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [1, 2] });
expectTypeOf(histogram).toEqualTypeOf<Histogram>();
histogram.observe(5);
expectTypeOf(histogram.startTimer()).toEqualTypeOf<StopTimer>();
expectTypeOf(histogram.startTimer()()).toEqualTypeOf<number>();
expectTypeOf(histogram.time(() => 'x')).toEqualTypeOf<string>();
expectTypeOf(histogram.time(() => Promise.resolve('x'))).toEqualTypeOf<Promise<string>>();
expectTypeOf(histogram.buckets).toEqualTypeOf<readonly number[]>();
// @ts-expect-error -- buckets do not change
histogram.buckets.push(3);
// @ts-expect-error -- buckets do not change
histogram.buckets = [1];
// @ts-expect-error -- nothing to observe
histogram.observe();
// @ts-expect-error -- a metric without labels has no labels()
histogram.labels({});

// Labelled metrics are reached only through labels(), and the names come from the definition.
const attempts = registry.counter({ name: 'attempts_total', help: 'h', labelNames: ['strategy', 'outcome'] });
expectTypeOf(attempts.labels({ strategy: 'cheapest', outcome: 'bought' })).toEqualTypeOf<CounterHandle>();
attempts.labels({ outcome: 'bought', strategy: 'cheapest' }).inc();
// @ts-expect-error -- a labelled metric has no value of its own
attempts.inc();
// @ts-expect-error -- a counter only rises
attempts.labels({ strategy: 'x', outcome: 'y' }).dec();
// @ts-expect-error -- missing outcome
attempts.labels({ strategy: 'cheapest' });
// @ts-expect-error -- misspelt outcome
attempts.labels({ strategy: 'cheapest', outcom: 'bought' });
// @ts-expect-error -- one label too many
attempts.labels({ strategy: 'cheapest', outcome: 'bought', company: 'acme' });
// @ts-expect-error -- a number is no label value
attempts.labels({ strategy: 'cheapest', outcome: 5 });
// @ts-expect-error -- undefined is no label value
attempts.labels({ strategy: 'cheapest', outcome: undefined });
// @ts-expect-error -- values in order are not accepted
attempts.labels('cheapest', 'bought');
// @ts-expect-error -- no labels
attempts.labels();
// @ts-expect-error -- null is no label set
attempts.labels(null);

const sizes = registry.gauge({ name: 'size', help: 'h', labelNames: ['shop'] });
expectTypeOf(sizes.labels({ shop: 'a' })).toEqualTypeOf<GaugeHandle>();
// @ts-expect-error -- a labelled metric has no value of its own
sizes.set(5);

const waits = registry.histogram({ name: 'wait_seconds', help: 'h', labelNames: ['shop'] });
expectTypeOf(waits.labels({ shop: 'a' })).toEqualTypeOf<HistogramHandle>();
// @ts-expect-error -- a labelled metric has no value of its own
waits.observe(5);
// @ts-expect-error -- missing shop
waits.labels({});
// @ts-expect-error -- buckets do not change
waits.buckets.push(3);
// @ts-expect-error -- the names of the labels do not change
waits.labelNames.push('state');

// Closed labels take only their values, open ones any string.
const closed = registry.counter({ name: 'closed_total', help: 'h', labels: { outcome: ['bought', 'failed'], company: 'open' } });
closed.labels({ outcome: 'bought', company: 'whatever' });
// @ts-expect-error -- not one of the values
closed.labels({ outcome: 'stolen', company: 'acme' });
// @ts-expect-error -- 'open' is no value of outcome
closed.labels({ outcome: 'open', company: 'acme' });
// @ts-expect-error -- missing company
closed.labels({ outcome: 'bought' });
declare const anyString: string;
closed.labels({ outcome: 'failed', company: anyString });
// @ts-expect-error -- any string may be outside the set
closed.labels({ outcome: anyString, company: 'acme' });
expectTypeOf(closed).toEqualTypeOf<CounterFamily<{ readonly outcome: 'bought' | 'failed'; readonly company: string }>>();

// The same from variables that are declared as const, and from lists that are built elsewhere.
const NAMES = ['strategy', 'outcome'] as const;
const fromNames = registry.gauge({ name: 'from_names', help: 'h', labelNames: NAMES });
fromNames.labels({ strategy: 'x', outcome: 'y' }).set(1);
// @ts-expect-error -- misspelt
fromNames.labels({ strategy: 'x', outcom: 'y' });

const DOMAINS = { outcome: ['bought', 'failed'], company: 'open' } as const;
const fromDomains = registry.histogram({ name: 'from_domains', help: 'h', labels: DOMAINS });
fromDomains.labels({ outcome: 'failed', company: anyString }).observe(1);
// @ts-expect-error -- not one of the values
fromDomains.labels({ outcome: 'stolen', company: 'acme' });

const OPTIONS = { name: 'whole_total', help: 'h', labels: { outcome: ['bought', 'failed'] } } as const;
registry.counter(OPTIONS).labels({ outcome: 'bought' }).inc();
// @ts-expect-error -- not one of the values
registry.counter(OPTIONS).labels({ outcome: 'stolen' });

const OUTCOMES = ['bought', 'failed'] as const;
const fromValues = registry.counter({ name: 'values_total', help: 'h', labels: { outcome: OUTCOMES } });
fromValues.labels({ outcome: 'bought' });
// @ts-expect-error -- not one of the values
fromValues.labels({ outcome: 'stolen' });

// Names that only the running program knows are accepted; then the run-time check is all there is.
declare const someNames: string[];
registry.counter({ name: 'dynamic_total', help: 'h', labelNames: someNames }).labels({ whatever: 'x' }).inc();

// A library that exports metrics needs names for their types in its declarations.
expectTypeOf(attempts).toEqualTypeOf<CounterFamily<LabelsOfNames<readonly ['strategy', 'outcome']>>>();
expectTypeOf(closed).toEqualTypeOf<CounterFamily<LabelsOfDomains<{ outcome: readonly ['bought', 'failed']; company: 'open' }>>>();

// What a definition may not say.
// @ts-expect-error -- labelNames or labels, not both
registry.counter({ name: 'x_total', help: 'h', labelNames: ['a'], labels: { a: 'open' } });
// @ts-expect-error -- help is missing
registry.counter({ name: 'x_total' });
// @ts-expect-error -- the name is missing
registry.gauge({ help: 'h' });
// @ts-expect-error -- label names are strings
registry.gauge({ name: 'g', help: 'h', labelNames: [5] });
// @ts-expect-error -- a domain is a list or 'open'
registry.gauge({ name: 'g', help: 'h', labels: { a: 'closed' } });
// @ts-expect-error -- a misspelt option
registry.gauge({ name: 'g', help: 'h', labelnames: ['a'] });
// @ts-expect-error -- buckets are for histograms
registry.gauge({ name: 'g', help: 'h', buckets: [1] });
// @ts-expect-error -- omitNaN is for gauges
registry.counter({ name: 'x_total', help: 'h', omitNaN: true });
// @ts-expect-error -- bounds are numbers
registry.histogram({ name: 'h', help: 'h', buckets: ['1'] });
// @ts-expect-error -- 'throw' or 'drop'
export const ignoring: Registry = new Registry({ onInvalid: 'ignore' });

// A function that brings its metrics needs no more than the factory, and infers as much.
export function orders(factory: InstrumentFactory): void {
  const placed = factory.counter({ name: 'orders_total', help: 'h', labels: { state: ['open', 'paid'] } });
  placed.labels({ state: 'open' }).inc();
  // @ts-expect-error -- not one of the values
  placed.labels({ state: 'Open' });
}
orders(registry);

// A child defines as the registry does, and is a factory as any.
const child = registry.child({ prefix: 'shop_', labels: { region: 'eu' } });
expectTypeOf(child.counter({ name: 'c_total', help: 'h' })).toEqualTypeOf<Counter>();
expectTypeOf(child.child({ labels: { zone: 'a' } }).gauge({ name: 'g', help: 'h', labelNames: ['shop'] })).toEqualTypeOf<
  GaugeFamily<{ readonly shop: string }>
>();
expectTypeOf(child).toExtend<InstrumentFactory>();
// @ts-expect-error -- a label of the child is not one of the metric
child.gauge({ name: 'g', help: 'h', labelNames: ['shop'] }).labels({ shop: 'a', region: 'us' });
// @ts-expect-error -- label values are strings
registry.child({ labels: { region: 5 } });
expectTypeOf(registry.include(new Registry())).toEqualTypeOf<() => void>();
// @ts-expect-error -- no such setting
expectTypeOf(new Registry({ rules: [{ match: 'x', drop: ['a'] }] })).toEqualTypeOf<Registry>();
// @ts-expect-error -- no such way
expectTypeOf(new Registry({ onConflict: 'overwrite' })).toEqualTypeOf<Registry>();
