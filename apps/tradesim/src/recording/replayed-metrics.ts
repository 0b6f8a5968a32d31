import type { Gatherer, LabelPairs, MetricFamily, SampleSuffix } from '@tradesim/metrics';
import { parseSampleName } from '@tradesim/metrics/services';
import type { CatalogueEntry } from '@tradesim/metrics/services';
import type { RecordedTurn } from './recorded-turns.ts';

/** What is to be known of a metric that is shown again. */
export type ReplayedMetric = Pick<CatalogueEntry, 'name' | 'type' | 'help' | 'unit'>;

/** Where a recorded sample belongs. */
interface Place {
  readonly family: string;
  readonly suffix: SampleSuffix;
  readonly labels: LabelPairs;
  /** Upper bound of a bucket. */
  readonly bound: number | undefined;
}

interface ReplayedSample {
  readonly place: Place;
  readonly value: number;
}

/** Shows the samples of one recorded turn, as the run has shown them; metrics that nobody knows any more are gauges. */
export class ReplayedMetrics implements Gatherer {
  readonly name = 'replayed run';
  readonly #known: ReadonlyMap<string, ReplayedMetric>;
  readonly #places = new Map<string, Place>();
  #samples: ReadonlyMap<string, readonly ReplayedSample[]> = new Map();

  constructor(known: readonly ReplayedMetric[]) {
    this.#known = new Map(known.map((metric) => [metric.name, metric]));
  }

  /** Has scrapes see a turn. */
  show({ samples }: RecordedTurn): void {
    const byFamily = new Map<string, ReplayedSample[]>();
    for (const [series, value] of samples) {
      if (typeof value !== 'number') continue;
      const place = this.#placeOf(series);
      const own = byFamily.get(place.family);
      if (own === undefined) byFamily.set(place.family, [{ place, value }]);
      else own.push({ place, value });
    }
    this.#samples = byFamily;
  }

  /** Those of the turn that is shown now, also when another is shown meanwhile. */
  gather(): Promise<readonly MetricFamily[]> {
    return Promise.resolve([...this.#samples].map(([family, samples]) => this.#family(family, samples)));
  }

  #family(name: string, samples: readonly ReplayedSample[]): MetricFamily {
    const { help = '', type = 'gauge', unit } = this.#known.get(name) ?? {};
    return {
      name,
      help,
      type,
      unit,
      visit: (sink) => {
        for (const { place, value } of samples) sink.sample(place.suffix, place.labels, place.bound, value);
      },
    };
  }

  #placeOf(series: string): Place {
    let place = this.#places.get(series);
    if (place === undefined) this.#places.set(series, (place = this.#findPlace(series)));
    return place;
  }

  #findPlace(series: string): Place {
    const { name, labels } = parseSampleName(series);
    const suffix = /_(?:bucket|sum|count)$/.exec(name)?.[0] ?? '';
    const base = name.slice(0, name.length - suffix.length);
    if (this.#known.get(base)?.type !== 'histogram') return { family: name, suffix: '', labels: pairsOf(labels), bound: undefined };
    const { le, ...others } = labels;
    return { family: base, suffix: suffix as SampleSuffix, labels: pairsOf(others), bound: boundOf(le) };
  }
}

function pairsOf(labels: Readonly<Record<string, string>>): LabelPairs {
  return { names: Object.keys(labels), values: Object.values(labels) };
}

function boundOf(le: string | undefined): number | undefined {
  if (le === undefined) return undefined;
  return le === '+Inf' ? Infinity : Number(le);
}
