/** Which series belong together in OpenMetrics 1.0, and under which name and type. */
import type { CatalogueEntry } from '@tradesim/metrics/services';

/** What is to be known of a metric that is exported. */
export type KnownMetric = Pick<CatalogueEntry, 'name' | 'type' | 'help'>;

/** Series of one label set: one, or all of a histogram's. */
export interface ExportedMetric {
  /** As the journal spells them. */
  readonly series: string[];
}

export interface ExportedFamily {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram' | 'unknown';
  /** Undefined where nothing is known of it. */
  readonly help: string | undefined;
  readonly metrics: Map<string, ExportedMetric>;
}

const HISTOGRAM_SUFFIX = /_(?:bucket|sum|count)$/;
/** Names that OpenMetrics gives a meaning which these metrics do not have. */
const RESERVED_SUFFIX = /_(?:total|created|bucket|sum|count|info)$/;
const LE = /,?le="(?:[^"\\]|\\.)*"/;

/**
 * Puts series into families, in the order in which they come. A series keeps its name: where OpenMetrics would have it
 * renamed, as a counter without `_total`, its type is unknown.
 */
export class ExportedFamilies {
  readonly #known: ReadonlyMap<string, KnownMetric>;
  readonly #families = new Map<string, ExportedFamily>();

  constructor(known: readonly KnownMetric[]) {
    this.#known = new Map(known.map((metric) => [metric.name, metric]));
  }

  get all(): readonly ExportedFamily[] {
    return [...this.#families.values()];
  }

  /** @param series name and labels, as the journal spells them */
  add(series: string): void {
    const brace = series.indexOf('{');
    const name = brace === -1 ? series : series.slice(0, brace);
    const labels = brace === -1 ? '' : series.slice(brace);
    const family = this.#familyOf(name);
    // Buckets, sum and count of a label set are one metric.
    const key = family.type === 'histogram' ? labels.replace(LE, '').replace('{,', '{').replace('{}', '') : series;
    const metric = family.metrics.get(key) ?? { series: [] };
    metric.series.push(series);
    family.metrics.set(key, metric);
  }

  #familyOf(name: string): ExportedFamily {
    const histogram = this.#known.get(name.replace(HISTOGRAM_SUFFIX, ''));
    const metric = histogram?.type === 'histogram' ? histogram : this.#known.get(name);
    const { name: familyName, type } = exposition(metric, name);
    const known = this.#families.get(familyName);
    if (known !== undefined) return known;
    const family: ExportedFamily = { name: familyName, type, help: metric?.help, metrics: new Map() };
    this.#families.set(familyName, family);
    return family;
  }
}

function exposition(metric: KnownMetric | undefined, name: string): Pick<ExportedFamily, 'name' | 'type'> {
  if (metric?.type === 'histogram') return { name: metric.name, type: 'histogram' };
  if (metric?.type === 'counter' && name.endsWith('_total')) return { name: name.slice(0, -'_total'.length), type: 'counter' };
  return { name, type: metric?.type === 'gauge' && !RESERVED_SUFFIX.test(name) ? 'gauge' : 'unknown' };
}
