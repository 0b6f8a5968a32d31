/** What the compiler must accept and refuse of children, inclusions and rules. Only type-checked, never run. */
/* oxlint-disable typescript/no-unsafe-call -- what a call returns that does not compile has no type */
import { expectTypeOf } from 'vitest';
import { promClientFamilies } from '../adoption/prom-client.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Gauge } from '../instruments/gauge.ts';
import type { Info } from '../instruments/info.ts';
import type { StateSet } from '../instruments/state-set.ts';
import type { SummaryFamily } from '../instruments/summary.ts';
import type { Gatherer } from '../model/collector.ts';
import type { MetricFamily } from '../model/family.ts';
import type { CardinalityReport } from './cardinality.ts';
import type { ChildRegistry } from './child-registry.ts';
import type { MetricRule } from './metric-rule.ts';
import { Registry } from './registry.ts';
import type { RegistryOptions } from './registry-options.ts';

const registry = new Registry();

// A child defines every type of metric as its registry does, but is no registry.
const child = registry.child({ prefix: 'shop_' });
expectTypeOf(child).toEqualTypeOf<ChildRegistry>();
expectTypeOf(registry.child({ labels: { region: 'eu' } })).toEqualTypeOf<ChildRegistry>();
expectTypeOf(child.child({ prefix: 'a_', labels: { zone: 'a' } })).toEqualTypeOf<ChildRegistry>();
expectTypeOf(child.gauge({ name: 'g', help: 'h' })).toEqualTypeOf<Gauge>();
expectTypeOf(child.summary({ name: 's', help: 'h', labelNames: ['a'] })).toEqualTypeOf<SummaryFamily<{ readonly a: string }>>();
expectTypeOf(child.info({ name: 'i_info', help: 'h', labelNames: ['a'] })).toEqualTypeOf<Info<{ readonly a: string }>>();
expectTypeOf(child.stateSet({ name: 'st', help: 'h', states: ['on', 'off'] })).toEqualTypeOf<StateSet<'on' | 'off'>>();
expectTypeOf(child.unregister('g')).toEqualTypeOf<boolean>();
expectTypeOf(child.addCollector({ name: 'c', collect: () => undefined })).toEqualTypeOf<() => void>();
// @ts-expect-error -- not one of the states
child.stateSet({ name: 'st', help: 'h', states: ['on', 'off'] }).set('open');
// @ts-expect-error -- an info without labels says nothing
child.info({ name: 'i_info', help: 'h' });
// @ts-expect-error -- missing b
child.counter({ name: 'c_total', help: 'h', labelNames: ['a', 'b'] }).labels({ a: 'x' });
// @ts-expect-error -- options are needed
registry.child();
// @ts-expect-error -- a misspelt option
registry.child({ prefixes: 'shop_' });
// @ts-expect-error -- a prefix is text
registry.child({ prefix: 5 });
// @ts-expect-error -- a label that is given has a value
registry.child({ labels: { region: undefined } });
// @ts-expect-error -- the registry exposes, a child does not
expectTypeOf(child.metrics()).toEqualTypeOf<Promise<string>>();
// @ts-expect-error -- the registry gathers, a child does not
registry.include(child);
// @ts-expect-error -- the registry includes, a child does not
child.include(registry);

// Whatever gathers can be included.
declare const factory: InstrumentFactory;
const gatherer: Gatherer = { gather: async (): Promise<readonly MetricFamily[]> => Promise.resolve([]) };
expectTypeOf(registry.include(gatherer)).toEqualTypeOf<() => void>();
expectTypeOf(registry.include({ ...gatherer, name: 'plugin' })).toEqualTypeOf<() => void>();
expectTypeOf(registry.include(promClientFamilies({ getMetricsAsJSON: async () => Promise.resolve([]) }))).toEqualTypeOf<() => void>();
expectTypeOf<Registry>().toExtend<Gatherer>();
expectTypeOf<Registry>().toExtend<InstrumentFactory>();
// @ts-expect-error -- nothing to include
registry.include();
// @ts-expect-error -- text is no source of families
registry.include({ gather: async () => Promise.resolve('# EOF') });
// @ts-expect-error -- gathering is asynchronous
registry.include({ gather: () => [] });
// @ts-expect-error -- a factory alone does not gather
registry.include(factory);

// Rules.
expectTypeOf(new Registry({ allow: ['shop_*', /^db_/], deny: ['shop_debug_*'] })).toEqualTypeOf<Registry>();
const rule: MetricRule = {
  match: /^shop_/,
  rename: 'store_orders_total',
  dropLabels: ['user'],
  renameLabels: { path: 'route' },
  buckets: [0.1, 1],
  maxSeries: 100,
  ttlSeconds: 60,
};
expectTypeOf(new Registry({ rules: [rule] })).toEqualTypeOf<Registry>();
expectTypeOf<RegistryOptions['rules']>().toEqualTypeOf<readonly MetricRule[] | undefined>();
// @ts-expect-error -- a rule says what it is for
export const unmatched: MetricRule = { rename: 'x' };
// @ts-expect-error -- names or patterns
export const numbered: MetricRule = { match: 5 };
// @ts-expect-error -- a label is renamed to a name
export const renamed: MetricRule = { match: 'x', renameLabels: { path: 5 } };
// @ts-expect-error -- bounds are numbers
export const bounded: MetricRule = { match: 'x', buckets: ['1'] };
// @ts-expect-error -- a rule does not change
rule.match = 'x';
// @ts-expect-error -- the labels of a rule do not change
rule.dropLabels?.push('x');
// @ts-expect-error -- a list of patterns
expectTypeOf(new Registry({ allow: 'shop_*' })).toEqualTypeOf<Registry>();

// A report is only read.
const report = registry.cardinality();
expectTypeOf(report).toEqualTypeOf<CardinalityReport>();
// @ts-expect-error -- a report does not change
report.series = 0;
// @ts-expect-error -- a report does not change
report.metrics.pop();
