/** Which metrics a registry takes, and how it changes their definitions. */
import type { NameValidation } from '../model/names.ts';
import type { AnyOptions } from './instrument-kinds.ts';
import { checkedRule } from './metric-rule.ts';
import type { CheckedRule, MetricRule } from './metric-rule.ts';
import { checkedList, namePatterns } from './name-pattern.ts';
import type { NamePattern } from './name-pattern.ts';
import { ownProperties } from './own-properties.ts';
import { relabellingOf } from './relabelling.ts';
import type { Relabelling } from './relabelling.ts';

/** What a registry does with the metrics of code that cannot be changed. */
export interface RuleOptions {
  /** Applied to each definition one after the other, each to what those before it have made of it. Default: none. */
  readonly rules?: readonly MetricRule[];
  /**
   * The only metrics that are kept, by the names that the rules give them. Instruments of others work as any, but keep no
   * series, and nothing is exposed. The metrics of the registry itself are always kept. Default: all.
   */
  readonly allow?: readonly NamePattern[];
  /** Metrics that are not kept, even where `allow` names them. Default: none. */
  readonly deny?: readonly NamePattern[];
}

/** A definition as the rules have it. */
export interface RuledDefinition {
  readonly options: AnyOptions;
  readonly relabelling: Relabelling | undefined;
  readonly isDenied: boolean;
}

export class Rules {
  readonly #rules: readonly CheckedRule[];
  readonly #allow: readonly RegExp[] | undefined;
  readonly #deny: readonly RegExp[];
  readonly #validation: NameValidation;

  /** @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_BUCKETS */
  constructor({ rules = [], allow, deny = [] }: RuleOptions, validation: NameValidation) {
    this.#rules = checkedList(rules, 'Registry, rules').map((rule, i) => checkedRule(rule as MetricRule, i));
    this.#allow = allow === undefined ? undefined : namePatterns(allow, 'Registry, allow');
    this.#deny = namePatterns(deny, 'Registry, deny');
    this.#validation = validation;
  }

  /** Returns the name that the rules give a metric. */
  nameOf(name: string): string {
    return this.#matching(name).name;
  }

  /**
   * Returns the definition as the rules have it. What is no definition stays as it is, for others to refuse.
   * @throws {MetricsError} as a definition with these labels
   */
  apply(options: AnyOptions): RuledDefinition {
    const given: unknown = options.name;
    if (typeof given !== 'string') return { options, relabelling: undefined, isDenied: false };
    const { name, rules } = this.#matching(given);
    const ruled: AnyOptions = { ...options, name, ...Object.fromEntries(rules.flatMap(settingsOf)) };
    const settings = { subject: `Metric ${JSON.stringify(given)}`, validation: this.#validation };
    const relabelling = rules.some(changesLabels) ? relabellingOf(options, (label) => renamed(label, rules), settings) : undefined;
    return { options: ownProperties(relabelling?.applied(ruled) ?? ruled), relabelling, isDenied: !this.#keeps(name) };
  }

  #matching(given: string): { readonly name: string; readonly rules: readonly CheckedRule[] } {
    const rules: CheckedRule[] = [];
    let name = given;
    for (const rule of this.#rules) {
      if (!rule.match.test(name)) continue;
      rules.push(rule);
      if (rule.rename !== undefined) name = name.replace(rule.match, rule.rename);
    }
    return { name, rules };
  }

  #keeps(name: string): boolean {
    return (this.#allow?.some((pattern) => pattern.test(name)) ?? true) && !this.#deny.some((pattern) => pattern.test(name));
  }
}

/** What a rule sets in the options of a metric. */
function settingsOf({ buckets, maxSeries, ttlSeconds }: CheckedRule): [string, unknown][] {
  return Object.entries({ buckets, maxSeries, ttlSeconds }).filter(([, value]) => value !== undefined);
}

function changesLabels({ renameLabels, dropLabels }: CheckedRule): boolean {
  return renameLabels !== undefined || dropLabels !== undefined;
}

/** What a label is called; undefined where a rule drops it. Labels are known by the names that the code gives them. */
function renamed(label: string, rules: readonly CheckedRule[]): string | undefined {
  if (rules.some(({ dropLabels }) => dropLabels?.includes(label))) return undefined;
  const last = rules.findLast(({ renameLabels }) => renameLabels !== undefined && Object.hasOwn(renameLabels, label));
  return last?.renameLabels?.[label] ?? label;
}
