/**
 * The whole state of metrics as JSON: who has which slot, all rows that can be read, and what the application has recorded.
 * Services that load it go on as those would that saved it, bit for bit, which {@link Restoring} from records cannot: they
 * lack what was not journaled, and which slot is whose.
 */
import { MetricsError } from '../model/errors.ts';
import { RecordedSlots } from './recorded-slots.ts';
import type { SavedSlots } from './slots.ts';
import type { TurnMetric } from './turn-metric.ts';
import type { SavedRows } from './turn-rows.ts';

/** The state of a metric. */
export interface SavedMetric extends SavedSlots {
  /** As it is exposed. */
  readonly name: string;
  /** Numbers of a series in one turn. */
  readonly stride: number;
  /** Turns that its histories reach back. */
  readonly historyTurns: number;
  /** The numbers of all series in those turns. */
  readonly rows: SavedRows;
  /** By slot, what the application has recorded; null where nobody is. Absent for what is computed. */
  readonly recorded?: readonly (readonly number[] | null)[];
}

/** The state of services at the end of a turn, as JSON. */
export interface SavedServices {
  /** Number of the newest turn. */
  readonly turn: number;
  /** How many turns there have been. */
  readonly turns: number;
  /** What is to be known of each metric that is not measured. */
  readonly metrics: readonly SavedMetric[];
}

export function saveMetric({ parts: { name, slots, rows } }: TurnMetric<never>): SavedMetric {
  const { stride, historyTurns } = rows;
  const saved = { name, stride, historyTurns, ...slots.save(), rows: rows.save(slots.tenants.length) };
  return slots instanceof RecordedSlots ? { ...saved, recorded: recordedBy(slots, stride) } : saved;
}

/** Loads what was saved of a metric with the same name and shape. */
export function loadMetric({ parts: { slots, rows } }: TurnMetric<never>, saved: SavedMetric): void {
  slots.load(saved);
  rows.load(saved.rows);
  if (!(slots instanceof RecordedSlots)) return;
  for (const [slot, tenant] of slots.tenants.entries()) {
    if (tenant !== undefined) tenant.series.values.set(saved.recorded?.[slot] ?? [], tenant.series.start);
  }
}

/**
 * Checks that what was saved is of these metrics.
 * @throws {MetricsError} ERR_COMPUTE
 */
export function assertSameMetrics(metrics: readonly TurnMetric<never>[], { metrics: saved }: SavedServices): void {
  const shapes = metrics.map(({ parts: { name, rows } }) => shapeOf({ name, stride: rows.stride, historyTurns: rows.historyTurns }));
  const savedShapes = saved.map(shapeOf);
  const differing = shapes.findIndex((shape, i) => shape !== savedShapes[i]);
  const i = differing === -1 ? shapes.length : differing;
  if (shapes.length === savedShapes.length && differing === -1) return;
  throw new MetricsError(
    'ERR_COMPUTE',
    `MetricsServices, load: expected what services with the same definitions have saved, ${shapes[i] ?? 'no further metric'}, got ${savedShapes[i] ?? 'none'}. Load it with the version that saved it.`,
  );
}

function shapeOf({ name, stride, historyTurns }: Pick<SavedMetric, 'name' | 'stride' | 'historyTurns'>): string {
  return `"${name}" with ${stride} numbers and ${historyTurns} turns`;
}

function recordedBy({ tenants }: RecordedSlots, stride: number): SavedMetric['recorded'] & {} {
  return tenants.map((tenant) => {
    if (tenant === undefined) return null;
    const { values, start } = tenant.series;
    return Array.from(values.subarray(start, start + stride));
  });
}
