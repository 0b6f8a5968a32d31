/**
 * Which registries include which. Registries that are exposed together, by whatever registry, have no sample name in
 * common: that is checked when one includes another, and whenever one of them defines a metric.
 */
import { MetricsError } from '../model/errors.ts';
import type { SampleNames } from './sample-names.ts';

export class Inclusions<Source extends { readonly names: SampleNames }> {
  readonly source: Source;
  /** With each the times that it has been included, as long as they have not ended. */
  readonly #included = new Map<Inclusions<Source>, Set<object>>();
  readonly #includedIn = new Set<Inclusions<Source>>();

  constructor(source: Source) {
    this.source = source;
  }

  /**
   * Includes another registry. Returns a function that ends that.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for a circle, ERR_METRIC_NAME when metrics of both expose the same sample
   */
  add(other: Inclusions<Source>): () => void {
    if (other.#reachable('down').has(this)) {
      throw new MetricsError(
        'ERR_METRIC_OPTIONS',
        'Registry: expected a registry that does not include this one, got one that does. Include one in the other only.',
      );
    }
    const together = this.#exposedTogether();
    for (const joining of other.#reachable('down')) {
      if (together.has(joining)) continue;
      for (const present of together) present.source.names.checkDistinct(joining.source.names);
    }
    const inclusions = this.#included.get(other) ?? new Set();
    const inclusion = {};
    this.#included.set(other, inclusions.add(inclusion));
    other.#includedIn.add(this);
    return () => {
      if (inclusions.delete(inclusion) && inclusions.size === 0) this.#remove(other);
    };
  }

  clear(): void {
    for (const [other, inclusions] of this.#included) {
      inclusions.clear();
      this.#remove(other);
    }
  }

  /** This registry and all that it includes, each once, those before what they include. */
  *sources(): Generator<Source, void, undefined> {
    for (const { source } of this.#reachable('down')) yield source;
  }

  /** The names of the other registries that are exposed together with this one. */
  *neighbours(): Generator<SampleNames, void, undefined> {
    if (this.#included.size === 0 && this.#includedIn.size === 0) return;
    for (const other of this.#exposedTogether()) if (other !== this) yield other.source.names;
  }

  #remove(other: Inclusions<Source>): void {
    this.#included.delete(other);
    other.#includedIn.delete(this);
  }

  #exposedTogether(): ReadonlySet<Inclusions<Source>> {
    return new Set([...this.#reachable('up')].flatMap((root) => [...root.#reachable('down')]));
  }

  #reachable(direction: 'down' | 'up'): ReadonlySet<Inclusions<Source>> {
    const found = new Set<Inclusions<Source>>([this]);
    // What is added to a set while it is walked is walked as well.
    for (const each of found) for (const next of direction === 'down' ? each.#included.keys() : each.#includedIn) found.add(next);
    return found;
  }
}
