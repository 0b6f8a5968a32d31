import { MetricsError } from '../model/errors.ts';
import type { MetricType } from '../model/family.ts';

/** Keeps which metric owns each sample name, so that no two families ever expose the same sample. */
export class SampleNames {
  readonly #owner = new Map<string, string>();

  /** @throws {MetricsError} ERR_METRIC_NAME when another metric exposes one of these samples. */
  claim(name: string, type: MetricType): void {
    for (const sample of sampleNames(name, type)) {
      const owner = this.#owner.get(sample);
      if (owner === undefined) continue;
      throw new MetricsError(
        'ERR_METRIC_NAME',
        `Metric "${name}": its sample "${sample}" is exposed by the metric "${owner}" already. Rename one of them.`,
      );
    }
    for (const sample of sampleNames(name, type)) this.#owner.set(sample, name);
  }

  release(name: string, type: MetricType): void {
    for (const sample of sampleNames(name, type)) this.#owner.delete(sample);
  }
}

function sampleNames(name: string, type: MetricType): string[] {
  if (type === 'summary') return [name, `${name}_sum`, `${name}_count`];
  return type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}
