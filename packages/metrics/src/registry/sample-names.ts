import { MetricsError } from '../model/errors.ts';
import { SAMPLE_SUFFIXES } from '../model/family.ts';
import type { MetricType } from '../model/family.ts';

/** Keeps which metric owns each sample name, so that no two families ever expose the same sample. */
export class SampleNames {
  readonly #owner = new Map<string, string>();

  /**
   * @param neighbours names of the registries that are exposed together with this one
   * @throws {MetricsError} ERR_METRIC_NAME when another metric exposes one of these samples; then nothing is claimed.
   */
  claim(name: string, type: MetricType, neighbours: Iterable<SampleNames> = []): void {
    const samples = sampleNames(name, type);
    for (const sample of samples) {
      const owner = this.#owner.get(sample);
      if (owner !== undefined) throw clash(name, sample, `the metric "${owner}"`);
    }
    for (const neighbour of neighbours) {
      for (const sample of samples) {
        const owner = neighbour.#owner.get(sample);
        if (owner !== undefined) throw clash(name, sample, `the metric "${owner}" of a registry that is exposed together with this one`);
      }
    }
    for (const sample of samples) this.#owner.set(sample, name);
  }

  /** Claims the samples of a metric unless another exposes one of them. Returns whether it has. */
  claimFree(name: string, type: MetricType): boolean {
    const samples = sampleNames(name, type);
    if (samples.some((sample) => this.#owner.has(sample))) return false;
    for (const sample of samples) this.#owner.set(sample, name);
    return true;
  }

  /** @throws {MetricsError} ERR_METRIC_NAME when metrics of both expose the same sample */
  checkDistinct(other: SampleNames): void {
    for (const [sample, name] of this.#owner) {
      const owner = other.#owner.get(sample);
      if (owner !== undefined) throw clash(owner, sample, `the metric "${name}" of a registry that would be exposed together with its own`);
    }
  }

  release(name: string, type: MetricType): void {
    for (const sample of sampleNames(name, type)) this.#owner.delete(sample);
  }
}

function clash(name: string, sample: string, owner: string): MetricsError {
  return new MetricsError(
    'ERR_METRIC_NAME',
    `Metric "${name}": its sample "${sample}" is exposed by ${owner} already. Rename one of them.`,
  );
}

/** Also the name of the metric itself, which stands in its header. */
function sampleNames(name: string, type: MetricType): string[] {
  return [...new Set(['', ...SAMPLE_SUFFIXES[type]])].map((suffix) => name + suffix);
}
