import type { LabelSet } from '../model/labels.ts';

/** A series for as long as it has its slot. */
export interface Tenant {
  /** Values of its labels, in the order of the label names. */
  readonly labelValues: readonly string[];
}

/** Which series has which slot of a metric's rows. */
export interface Slots {
  /** Names of the labels, in the order of exposition. */
  readonly labelNames: readonly string[];
  /** By slot; undefined where nobody is. */
  readonly tenants: readonly (Tenant | undefined)[];
  /** Rises when a series moves in or leaves. */
  readonly changes: number;
  /** Returns the slot of a label set; -1 where it has none. */
  find(labels: LabelSet): number;
  /** @throws {MetricsError} for labels that are not those of the metric */
  check(labels: LabelSet): void;
}

/** Returns the labels of a tenant by name. */
export function labelSetOf(labelNames: readonly string[], { labelValues }: Tenant): LabelSet {
  return Object.fromEntries(labelNames.map((name, i) => [name, labelValues[i]!]));
}
