import type { LabelSet } from '../model/labels.ts';

/** A series for as long as it has its slot. */
export interface Tenant {
  /** Values of its labels, in the order of the label names. */
  readonly labelValues: readonly string[];
}

/** Who has which slot, as JSON. */
export interface SavedSlots {
  /** Values of the labels by slot; null where nobody is. */
  readonly tenants: readonly (readonly string[] | null)[];
  /** Slots that are free, the one that is given next at the end. */
  readonly free: readonly number[];
  /** The slot of all that found no room; -1 where there is none. */
  readonly overflow: number;
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
  save(): SavedSlots;
  /** Gives each series the slot that it had. */
  load(saved: SavedSlots): void;
  /** @throws {MetricsError} for labels that are not those of the metric */
  check(labels: LabelSet): void;
}

export function savedTenants(tenants: readonly (Tenant | undefined)[]): SavedSlots['tenants'] {
  return tenants.map((tenant) => (tenant === undefined ? null : tenant.labelValues));
}

/** Returns the labels of a tenant by name. */
export function labelSetOf(labelNames: readonly string[], { labelValues }: Tenant): LabelSet {
  return Object.fromEntries(labelNames.map((name, i) => [name, labelValues[i]!]));
}
