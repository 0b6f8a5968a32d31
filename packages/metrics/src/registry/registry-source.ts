import type { MetricFamily } from '../model/family.ts';
import type { Collected, Collectors } from './collectors.ts';
import type { Definitions } from './definitions.ts';
import type { Gathered } from './gathering.ts';
import { IncludedFamilies } from './included-gatherer.ts';
import { SampleNames } from './sample-names.ts';

/** A registry as those that include it see it. */
export class RegistrySource {
  readonly definitions: Definitions;
  readonly collectors: Collectors;
  readonly #setSeries: (count: number) => void;

  /** @param setSeries called before every exposition with the number of series */
  constructor(definitions: Definitions, collectors: Collectors, setSeries: (count: number) => void) {
    this.definitions = definitions;
    this.collectors = collectors;
    this.#setSeries = setSeries;
  }

  get names(): SampleNames {
    return this.definitions.names;
  }

  /** Brings the metrics up to date and returns them. */
  read({ leftOut }: Collected): readonly MetricFamily[] {
    let series = 0;
    for (const family of this.definitions.families()) {
      family.prepare();
      series += family.seriesCount;
    }
    this.#setSeries(series);
    return this.definitions.exposed(leftOut);
  }
}

/** Returns the families of registries, then those of other gatherers that they include. */
export function readRegistries(gathered: readonly Gathered<RegistrySource>[]): readonly MetricFamily[] {
  const families = gathered.flatMap(({ source, collected }) => source.read(collected));
  const included = gathered.flatMap(({ collected }) =>
    [...collected.results.values()].filter((result) => result instanceof IncludedFamilies),
  );
  if (gathered.length === 1 && included.length === 0) return families;
  const names = new SampleNames();
  // A registry whose inclusion ended during this collection may have been given the names of another one since.
  const distinct = families.filter(({ name, type }) => names.claimFree(name, type));
  return [...distinct, ...included.flatMap(({ source, families: others }) => source.distinct(others, names))];
}
