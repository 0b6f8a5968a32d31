/** The alerts of a catalogue as Prometheus takes them (https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/). */
import type { CatalogueAlert, CatalogueEntry } from './catalogue.ts';
import { upperFirst } from './catalogue-title.ts';

/** A rule of Prometheus that alerts. */
export interface AlertingRule {
  /** Name of the alert: that of the metric in CamelCase. */
  readonly alert: string;
  /** The condition in PromQL. */
  readonly expr: string;
  /** How long it must hold, as a duration of Prometheus: `5m`. */
  readonly for: string;
  /** What the alert is routed by. */
  readonly labels: {
    /** How urgent it is. */
    readonly severity: CatalogueAlert['severity'];
  };
  /** What people are told. */
  readonly annotations: {
    /** What to do about it, or what it means; a template in which nothing is replaced. */
    readonly summary: string;
  };
}

/** A rule file of Prometheus. */
export interface AlertingRules {
  /** Rules by the group of their metric. */
  readonly groups: readonly {
    /** Name of the group. */
    readonly name: string;
    /** Its rules, in the order of the metrics. */
    readonly rules: readonly AlertingRule[];
  }[];
}

/**
 * Makes a rule file for Prometheus of the alerts in a catalogue; as JSON it is a file that Prometheus reads, because JSON
 * is YAML. A metric that is not exposed has no rule, since Prometheus knows nothing of it.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ late: number }>();
 * const alert = { above: 10, forSeconds: 300, summary: 'Orders are late: look at the stock.' };
 * const shop = defineMetrics('shop', { late_orders: gauge({ help: 'Late orders.', compute: ({ late }) => late, alert }) });
 * const rules = alertingRules(catalogueOf([shop]));
 * rules.groups[0]?.rules[0]?.alert // => 'ShopLateOrders'
 * rules.groups[0]?.rules[0]?.expr // => 'shop_late_orders > 10'
 * JSON.stringify(rules) // what a file for `rule_files` holds
 */
export function alertingRules(entries: readonly CatalogueEntry[]): AlertingRules {
  const alerts = namedAlerts(entries);
  const groups = [...new Set(alerts.map(({ group }) => group))];
  return { groups: groups.map((name) => ({ name, rules: alerts.filter(({ group }) => group === name).map(ruleOf) })) };
}

/** An alert of a metric that Prometheus knows. */
export interface NamedAlert {
  readonly name: string;
  /** The group of the metric. */
  readonly group: string;
  readonly alert: CatalogueAlert;
}

/** Lists the alerts that there are, in the order of the metrics. */
export function namedAlerts(entries: readonly CatalogueEntry[]): readonly NamedAlert[] {
  return entries.flatMap(({ name, group, exposed, alert }) =>
    alert === undefined || !exposed ? [] : [{ name: inCamelCase(name), group, alert }],
  );
}

function ruleOf({ name, alert: { expression, forSeconds, severity, summary } }: NamedAlert): AlertingRule {
  return {
    alert: name,
    expr: expression,
    for: prometheusDuration(forSeconds),
    labels: { severity },
    annotations: { summary: withoutActions(summary) },
  };
}

function inCamelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u);
  return words.map(upperFirst).join('');
}

const MILLISECONDS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Writes a duration with the largest unit that divides it; rounded to milliseconds, the finest that there is. */
export function prometheusDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds === 0) return '0s';
  const [unit, size] = Object.entries(MILLISECONDS).find(([, each]) => milliseconds % each === 0)!;
  return `${milliseconds / size}${unit}`;
}

/** Prometheus takes annotations for templates of Go; an action that writes its own beginning is text again. */
function withoutActions(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
