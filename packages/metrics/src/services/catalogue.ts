/** What is defined, as plain data: for a page of documentation, a dashboard, rules of alerts. No computation is called. */
import { DEFAULT_BUCKETS } from '../instruments/buckets.ts';
import type { LabelDomain } from '../model/labels.ts';
import { alertExpression } from './alert.ts';
import type { Alert } from './alert.ts';
import { catalogueTitle } from './catalogue-title.ts';
import type { Definition, MetricsGroup, Source } from './definition.ts';

/** When somebody should be told of a metric, as Prometheus understands it. */
export interface CatalogueAlert {
  /** The condition in PromQL. */
  readonly expression: string;
  /** How long it must hold; 0 for at once. */
  readonly forSeconds: number;
  /** How urgent it is. */
  readonly severity: 'critical' | 'warning' | 'info';
  /** What to do about it, or what it means. */
  readonly summary: string;
}

/** One metric, with its defaults filled in. The same after a journey as JSON. */
export interface CatalogueEntry {
  /** The whole name, prefix included. */
  readonly name: string;
  /** Which type of metric it is. */
  readonly type: Definition<never>['type'];
  /** One sentence that says what a rise means. */
  readonly help: string;
  /** The base unit. Not there when the definition names none. */
  readonly unit?: string;
  /** Label names with the values they may take, in the order of exposition; `open` for any. */
  readonly labels: Readonly<Record<string, LabelDomain>>;
  /** How its values come about: computed once a turn, read at a scrape, or recorded by the application. */
  readonly source: Source;
  /** The kind of entity that has a series each. Not there for a metric of the whole. */
  readonly entity?: string;
  /** Whether values are measured and differ from run to run. */
  readonly measured: boolean;
  /** Whether the registry shows the metric. */
  readonly exposed: boolean;
  /** Turns of history per series. Not there when the services decide. */
  readonly historyTurns?: number;
  /** What people call it. */
  readonly title: string;
  /** Metrics of one group are shown together. */
  readonly group: string;
  /** Which direction is good news. Not there when neither is. */
  readonly better?: 'up' | 'down';
  /** When somebody should be told. Not there for never. */
  readonly alert?: CatalogueAlert;
  /** Whole names of the metrics whose history the computation reads. */
  readonly reads: readonly string[];
  /** Upper bounds of a histogram, without `+Inf`. Not there for other types. */
  readonly buckets?: readonly number[];
}

/**
 * Lists what groups define, in the order of definition. Nothing is computed or read, and changing an entry changes no
 * definition.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ cents: number }>();
 * const shop = defineMetrics('shop', {
 *   open_amount_euros: gauge({ help: 'Amount of orders not paid yet.', unit: 'euros', better: 'down', compute: ({ cents }) => cents }),
 * });
 * const [entry] = catalogueOf([shop]);
 * entry?.name // => 'shop_open_amount_euros'
 * entry?.title // => 'Open amount'
 */
export function catalogueOf(groups: readonly MetricsGroup<never>[]): readonly CatalogueEntry[] {
  return groups.flatMap(({ prefix, definitions }) => {
    const all: Readonly<Record<string, Definition<never>>> = definitions;
    return Object.entries(all).map(([key, definition]) => entryOf(prefix, key, definition));
  });
}

function entryOf(prefix: string, key: string, { type, source, reads, options }: Definition<never>): CatalogueEntry {
  const { help, unit, labels = {}, entity, measured = false, expose = true, historyTurns, title, group = prefix, better, alert } = options;
  const name = `${prefix}_${key}`;
  return withoutUndefined<CatalogueEntry>({
    name,
    type,
    help,
    unit,
    labels: Object.fromEntries(Object.entries(labels).map(([label, values]) => [label, values === 'open' ? values : [...values]])),
    source,
    entity,
    measured,
    exposed: expose,
    historyTurns,
    title: title ?? catalogueTitle(key, unit),
    group,
    better,
    alert: alert === undefined ? undefined : alertOf(name, type, alert),
    reads: reads.map((read) => `${prefix}_${read}`),
    buckets: type === 'histogram' ? [...(options.buckets ?? DEFAULT_BUCKETS)] : undefined,
  });
}

function alertOf(name: string, type: CatalogueEntry['type'], alert: Alert): CatalogueAlert {
  const { forSeconds = 0, severity = 'warning', summary } = alert;
  return { expression: alertExpression(name, type, alert), forSeconds, severity, summary };
}

type WithUndefined<Type> = { readonly [Key in keyof Type]: Type[Key] | undefined };

/** A property that is undefined is gone after a journey as JSON, so it is not there from the start. */
function withoutUndefined<Type extends object>(object: WithUndefined<Required<Type>>): Type {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Type;
}
