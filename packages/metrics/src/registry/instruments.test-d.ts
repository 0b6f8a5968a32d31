/** What the compiler must accept and refuse of summaries, infos, state sets, and of metrics without labels. Only type-checked, never run. */
/* oxlint-disable typescript/no-unsafe-call -- what a call returns that does not compile has no type */
import { expectTypeOf } from 'vitest';
import type { CounterFamily } from '../instruments/counter.ts';
import type { Info } from '../instruments/info.ts';
import type { StateSet, StateSetFamily, StateSetHandle } from '../instruments/state-set.ts';
import type { Summary, SummaryFamily, SummaryHandle } from '../instruments/summary.ts';
import type { StopTimer } from '../instruments/timer.ts';
import type { Sample } from '../model/family.ts';
import { Registry } from './registry.ts';

const registry = new Registry();
declare const anyString: string;

// A metric without labels is its own series: it has no labels to give.
const counter = registry.counter({ name: 'c_total', help: 'h' });
const gauge = registry.gauge({ name: 'g', help: 'h' });
const histogram = registry.histogram({ name: 'h', help: 'h' });
const summary = registry.summary({ name: 's', help: 'h', quantiles: [0.5] });
const stateSet = registry.stateSet({ name: 'st', help: 'h', states: ['open', 'closed'] });
expectTypeOf(summary).toEqualTypeOf<Summary>();
expectTypeOf(stateSet).toEqualTypeOf<StateSet<'open' | 'closed'>>();
expectTypeOf(summary.get()).toEqualTypeOf<Sample[]>();
// @ts-expect-error -- no labels
counter.labels({});
// @ts-expect-error -- no labels
gauge.labels({});
// @ts-expect-error -- no labels
histogram.labels({});
// @ts-expect-error -- no labels
summary.labels({});
// @ts-expect-error -- no labels
stateSet.labels({});
// @ts-expect-error -- no labels to bind
counter.with({});
// @ts-expect-error -- nothing to remove
gauge.remove({});

// Each type has its own operations.
// @ts-expect-error -- a counter only rises
counter.dec();
// @ts-expect-error -- a counter is not set
counter.set(5);
// @ts-expect-error -- a gauge takes no observations
gauge.observe(5);
// @ts-expect-error -- observations are not set
histogram.set(5);
// @ts-expect-error -- observations are not increments
histogram.inc();
// @ts-expect-error -- observations are not set
summary.set(5);
// @ts-expect-error -- an increment is a number
counter.inc('1');
// @ts-expect-error -- a big integer is no number
gauge.set(1n);
// @ts-expect-error -- an observation is needed
histogram.observe();
// @ts-expect-error -- the series of a metric is not for its users
counter.series.inc();

// What a definition has fixed does not change.
// @ts-expect-error -- buckets do not change
histogram.buckets.push(3);
// @ts-expect-error -- buckets are not replaced
histogram.buckets = [3];
// @ts-expect-error -- quantiles do not change
summary.quantiles.push(0.9);
// @ts-expect-error -- quantiles are not replaced
summary.quantiles = [0.9];
// @ts-expect-error -- states do not change
stateSet.states.push('open');
// @ts-expect-error -- states are not replaced
stateSet.states = ['open', 'closed'];
// @ts-expect-error -- the name does not change
counter.name = 'd_total';
// @ts-expect-error -- the family does not change
counter.family = registry.counter({ name: 'd_total', help: 'h', labelNames: ['a'] });

// Timing hands through what was timed.
expectTypeOf(summary.time(() => 'x')).toEqualTypeOf<string>();
expectTypeOf(histogram.time(async () => Promise.resolve(5))).toEqualTypeOf<Promise<number>>();
expectTypeOf(summary.startTimer()).toEqualTypeOf<StopTimer>();
expectTypeOf(gauge.startTimer()()).toEqualTypeOf<number>();

// Summaries with labels.
const waits = registry.summary({ name: 'w', help: 'h', labelNames: ['shop', 'city'], quantiles: [0.5, 0.99] });
expectTypeOf(waits).toEqualTypeOf<SummaryFamily<{ readonly shop: string; readonly city: string }>>();
expectTypeOf(waits.labels({ shop: 'a', city: 'b' })).toEqualTypeOf<SummaryHandle>();
expectTypeOf(waits.with({ shop: 'a' }).labels({ city: 'b' })).toEqualTypeOf<SummaryHandle>();
const closedWaits = registry.summary({ name: 'cw', help: 'h', labels: { outcome: ['bought', 'failed'] } });
closedWaits.labels({ outcome: 'bought' }).observe(1);
// @ts-expect-error -- not one of the values
closedWaits.labels({ outcome: 'stolen' });
// @ts-expect-error -- missing city
waits.labels({ shop: 'a' });
// @ts-expect-error -- one label too many
waits.labels({ shop: 'a', city: 'b', country: 'c' });
// @ts-expect-error -- a label is bound already
waits.with({ shop: 'a' }).labels({ shop: 'a', city: 'b' });
// @ts-expect-error -- a labelled metric has no value of its own
waits.observe(5);
// @ts-expect-error -- quantiles do not change
waits.quantiles.push(0.9);
// @ts-expect-error -- quantiles are numbers
registry.summary({ name: 'x', help: 'h', quantiles: ['0.5'] });
// @ts-expect-error -- buckets are for histograms
registry.summary({ name: 'x', help: 'h', buckets: [1] });
// @ts-expect-error -- quantiles are for summaries
registry.histogram({ name: 'x', help: 'h', quantiles: [0.5] });

// An info is its labels.
const build = registry.info({ name: 'b_info', help: 'h', labelNames: ['version', 'commit'] });
expectTypeOf(build).toEqualTypeOf<Info<{ readonly version: string; readonly commit: string }>>();
build.set({ version: '1', commit: 'a' });
build.add({ commit: 'a', version: '1' });
expectTypeOf(build.remove({ version: '1', commit: 'a' })).toEqualTypeOf<boolean>();
const channel = registry.info({ name: 'ch_info', help: 'h', labels: { channel: ['stable', 'beta'] } });
channel.set({ channel: 'beta' });
// @ts-expect-error -- an info without labels says nothing
registry.info({ name: 'x_info', help: 'h' });
// @ts-expect-error -- an info has no unit
registry.info({ name: 'x_info', help: 'h', labelNames: ['a'], unit: 'seconds' });
// @ts-expect-error -- an info does not idle out
registry.info({ name: 'x_info', help: 'h', labelNames: ['a'], ttlSeconds: 5 });
// @ts-expect-error -- missing commit
build.set({ version: '1' });
// @ts-expect-error -- one label too many
build.add({ version: '1', commit: 'a', branch: 'b' });
// @ts-expect-error -- a number is no label value
build.set({ version: 1, commit: 'a' });
// @ts-expect-error -- not one of the values
channel.set({ channel: 'nightly' });
// @ts-expect-error -- any string may be outside the set
channel.set({ channel: anyString });
// @ts-expect-error -- its value is always 1
build.inc();

// A state set takes the states that it declares, one, several or none.
stateSet.set('open');
stateSet.set('open', 'closed');
stateSet.set();
expectTypeOf(stateSet.states).toEqualTypeOf<readonly ('open' | 'closed')[]>();
const doors = registry.stateSet({ name: 'd', help: 'h', states: ['open', 'shut'], labelNames: ['room'] });
expectTypeOf(doors).toEqualTypeOf<StateSetFamily<'open' | 'shut', { readonly room: string }>>();
expectTypeOf(doors.labels({ room: 'a' })).toEqualTypeOf<StateSetHandle<'open' | 'shut'>>();
doors.with({ room: 'a' }).labels({}).set('shut');
const lights = registry.stateSet({ name: 'l', help: 'h', states: ['on', 'off'], labels: { floor: ['0', '1'] } });
lights.labels({ floor: '1' }).set('on');
const STATES = ['on', 'off'] as const;
registry.stateSet({ name: 'const', help: 'h', states: STATES }).set('off');
// @ts-expect-error -- not a state
stateSet.set('ajar');
// @ts-expect-error -- not a state, beside one that is
stateSet.set('open', 'ajar');
// @ts-expect-error -- any string may be no state
stateSet.set(anyString);
// @ts-expect-error -- states are given one by one
stateSet.set(['open']);
// @ts-expect-error -- not a state
doors.labels({ room: 'a' }).set('closed');
// @ts-expect-error -- not a state
doors.with({ room: 'a' }).labels({}).set('closed');
// @ts-expect-error -- missing room
doors.labels({});
// @ts-expect-error -- not one of the floors
lights.labels({ floor: '2' });
// @ts-expect-error -- a labelled metric has no state of its own
doors.set('open');
// @ts-expect-error -- states do not change
doors.states.push('open');
// @ts-expect-error -- states are needed
registry.stateSet({ name: 'x', help: 'h' });
// @ts-expect-error -- states are strings
registry.stateSet({ name: 'x', help: 'h', states: [1, 2] });
// @ts-expect-error -- a state set has no unit
registry.stateSet({ name: 'x', help: 'h', states: ['a'], unit: 'seconds' });
// @ts-expect-error -- states are for state sets
registry.gauge({ name: 'x', help: 'h', states: ['a'] });

// Bound families keep the operations of their type.
const requests: CounterFamily<{ readonly method: string; readonly route: string }> = registry.counter({
  name: 'r_total',
  help: 'h',
  labelNames: ['method', 'route'],
});
const gets = requests.with({ method: 'GET' });
gets.labels({ route: '/' }).inc();
// @ts-expect-error -- a counter only rises
gets.labels({ route: '/' }).dec();
// @ts-expect-error -- labels are left to give
gets.inc();
