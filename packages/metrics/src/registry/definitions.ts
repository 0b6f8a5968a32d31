/**
 * The metrics of a registry and of its children, by name. Metrics of one name were defined in children whose constant
 * labels have the same names and other values; they have one shape, and an exposition shows them as one family.
 */
import type { MetricFamily } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import type { InstrumentContext } from '../instruments/options.ts';
import { familyOf } from './family-group.ts';
import type { AnyFamily, InstrumentKind } from './instrument-kinds.ts';
import type { MetricReference } from './metric-reference.ts';
import type { RuledDefinition } from './rules.ts';
import { SampleNames } from './sample-names.ts';
import { constLabelsKey, includesLabels } from './scope.ts';
import type { Scope } from './scope.ts';
import { shapeConflict } from './shape.ts';

export interface DefinitionsOptions {
  /** What a definition does whose name has another shape already. */
  readonly onConflict: 'throw' | 'replace';
  readonly contextOf: (name: string) => InstrumentContext;
  /** Names of the registries that are exposed together with this one. */
  readonly neighbours: () => Iterable<SampleNames>;
}

interface Entry {
  readonly family: AnyFamily;
  /** What the definition returned: the family, or the unlabelled instrument around it. */
  readonly instrument: unknown;
  readonly constLabels: LabelSet;
  readonly passedLabels: readonly string[] | undefined;
}

interface Metric {
  /** By what names their constant labels. */
  readonly entries: Map<string, Entry>;
  /** Denied metrics are not exposed. */
  readonly isDenied: boolean;
}

export class Definitions {
  readonly names: SampleNames = new SampleNames();
  readonly #options: DefinitionsOptions;
  readonly #metrics = new Map<string, Metric>();

  constructor(options: DefinitionsOptions) {
    this.#options = options;
  }

  /**
   * Defines a metric, or returns what an equal definition has returned before.
   * @throws {MetricsError} as the methods of a registry say
   */
  define(definition: RuledDefinition, kind: InstrumentKind, { constLabels }: Scope): unknown {
    const entry = this.#entry(definition, kind, constLabels);
    const { name } = entry.family;
    const key = constLabelsKey(constLabels);
    const metric = this.#metrics.get(name);
    if (metric === undefined) {
      if (!definition.isDenied) this.names.claim(name, entry.family.type, this.#options.neighbours());
      this.#metrics.set(name, { entries: new Map([[key, entry]]), isDenied: definition.isDenied });
      return entry.instrument;
    }
    const known = metric.entries.get(key);
    const conflict = shapeConflict(known ?? firstOf(metric), entry);
    if (conflict !== undefined) {
      if (this.#options.onConflict !== 'replace') throw conflict;
      this.#replace(metric, entry);
      metric.entries.clear();
    } else if (known !== undefined) return known.instrument;
    metric.entries.set(key, entry);
    return entry.instrument;
  }

  /** Removes what is called so and has these labels at least. Returns whether there was anything. */
  remove(name: string, constLabels: LabelSet): boolean {
    const metric = this.#metrics.get(name);
    if (metric === undefined) return false;
    const { type } = firstOf(metric).family;
    const before = metric.entries.size;
    for (const [key, entry] of metric.entries) if (includesLabels(entry.constLabels, constLabels)) metric.entries.delete(key);
    if (metric.entries.size === 0) {
      this.#metrics.delete(name);
      if (!metric.isDenied) this.names.release(name, type);
    }
    return metric.entries.size < before;
  }

  clear(): void {
    for (const name of this.#metrics.keys()) this.remove(name, {});
  }

  /** All families that are exposed, each by itself. */
  *families(): Generator<AnyFamily, void, undefined> {
    for (const { entries, isDenied } of this.#metrics.values()) {
      if (!isDenied) for (const { family } of entries.values()) yield family;
    }
  }

  /** Returns what an exposition shows, in the order of definition. */
  exposed(leftOut: ReadonlySet<MetricReference>): readonly MetricFamily[] {
    const families: MetricFamily[] = [];
    const leftOutByName = keysByName(leftOut);
    for (const [name, metric] of this.#metrics) {
      if (metric.isDenied) continue;
      const shown = shownOf(metric, leftOutByName.get(name));
      if (shown.length > 0) families.push(familyOf(shown));
    }
    return families;
  }

  #entry({ options, relabelling, isDenied }: RuledDefinition, kind: InstrumentKind, constLabels: LabelSet): Entry {
    const family = kind.family(options, {
      ...this.#options.contextOf(options.name),
      ...(isDenied && { onDetachedWrite: () => undefined }),
      ...(relabelling && {
        relabel: (labels: LabelSet) => relabelling.whole(labels),
        relabelPartly: (labels: LabelSet) => relabelling.part(labels),
      }),
      constLabels,
    });
    if (isDenied) family.retire();
    const hasLabels = relabelling !== undefined || family.labelNames.length > 0;
    return { family, instrument: kind.instrument(family, hasLabels), constLabels, passedLabels: relabelling?.passedLabels };
  }

  /** Ends the metrics of a name, whose samples from now on are those of a metric with another shape. */
  #replace(metric: Metric, { family }: Entry): void {
    const former = firstOf(metric).family;
    if (!metric.isDenied) {
      this.names.release(former.name, former.type);
      try {
        this.names.claim(family.name, family.type, this.#options.neighbours());
      } catch (error) {
        this.names.claim(former.name, former.type);
        throw error;
      }
    }
    for (const each of metric.entries.values()) each.family.retire();
  }
}

function firstOf(metric: Metric): Entry {
  return metric.entries.values().next().value!;
}

/** What is left out of each name: the metrics whose constant labels have these keys, all of them where one is undefined. */
type LeftOutKeys = ReadonlySet<string | undefined>;

function keysByName(leftOut: ReadonlySet<MetricReference>): ReadonlyMap<string, LeftOutKeys> {
  const byName = new Map<string, Set<string | undefined>>();
  for (const { name, constLabelsKey: key } of leftOut) {
    const keys = byName.get(name);
    if (keys === undefined) byName.set(name, new Set([key]));
    else keys.add(key);
  }
  return byName;
}

function shownOf({ entries }: Metric, leftOut: LeftOutKeys = new Set()): readonly AnyFamily[] {
  if (leftOut.has(undefined)) return [];
  return [...entries].filter(([key]) => !leftOut.has(key)).map(([, { family }]) => family);
}
