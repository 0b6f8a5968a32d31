/**
 * Fills the rows of metrics from the records of a former process, so that histories go on and totals do not fall. Only
 * what was journaled is restored, and that is all that was ever shown.
 */
import type { LabelSet } from '../model/labels.ts';
import { ComputedValues } from './computed-values.ts';
import { LabelSlots } from './label-slots.ts';
import { RecordedSlots } from './recorded-slots.ts';
import { parseSampleName } from './sample-name-parser.ts';
import type { ShownFamily } from './shown-family.ts';
import type { TurnMetric } from './turn-metric.ts';
import type { TurnRows } from './turn-rows.ts';

/** The samples of a turn, by the names that `record()` gives them. */
export type RecordedSamples = Readonly<Record<string, number | null>>;

/** A turn that a former process has recorded. */
export interface RecordedTurn {
  /** Number of the turn. */
  readonly turn: number;
  /** Its samples. */
  readonly metrics: RecordedSamples;
}

/** What is known of the former process. */
export interface RestoreOptions {
  /** Unix seconds since which counters and histograms count, shown where a format shows that. Default: since now. */
  readonly createdAt?: number;
}

/** Where a sample belongs. */
interface Place {
  readonly metric: TurnMetric<never>;
  readonly labels: LabelSet;
  /** Which number of a histogram's row it is; 0 for any other. */
  readonly number: number;
}

/** The samples of one metric in one turn. */
interface Samples {
  readonly labelSets: LabelSet[];
  readonly values: number[];
  readonly numbers: number[];
}

export class Restoring {
  readonly #metrics: ReadonlyMap<string, TurnMetric<never>>;
  readonly #places = new Map<string, Place | undefined>();
  readonly #writers = new Map<TurnMetric<never>, ComputedValues>();

  constructor(metrics: readonly TurnMetric<never>[]) {
    this.#metrics = new Map(metrics.map((metric) => [metric.parts.name, metric]));
    for (const metric of metrics) {
      const { slots, rows, type, entity } = metric.parts;
      const meaning = type === 'counter' ? 'total' : 'value';
      if (!(slots instanceof LabelSlots)) continue;
      const leaves = slots.family.labelDomains.includes(undefined) && (type === 'gauge' || entity !== undefined);
      this.#writers.set(metric, new ComputedValues({ slots, rows, meaning, onRelease: leaves ? () => undefined : undefined }));
    }
  }

  /** Adds a turn. A metric whose samples it cannot have any more, as it has lost a label, has no value in that turn. */
  addTurn(samples: RecordedSamples): void {
    const byMetric = this.#byMetric(samples);
    for (const metric of this.#metrics.values()) {
      const { rows } = metric.parts;
      const own = byMetric.get(metric) ?? { labelSets: [], values: [], numbers: [] };
      let isMissing = own.values.length > 0 && own.values.every(Number.isNaN);
      try {
        if (isMissing) rows.restore();
        else this.#write(metric, own);
      } catch {
        rows.restore();
        isMissing = true;
      }
      rows.commit(isMissing);
    }
  }

  #write(metric: TurnMetric<never>, own: Samples): void {
    const { slots, buckets } = metric.parts;
    if (slots instanceof RecordedSlots) writeRecorded(metric, slots, own);
    else if (buckets === undefined) this.#writeValues(metric, own);
    else writeHistogram(metric, own);
  }

  #byMetric(samples: RecordedSamples): Map<TurnMetric<never>, Samples> {
    const byMetric = new Map<TurnMetric<never>, Samples>();
    for (const [name, value] of Object.entries(samples)) {
      const place = this.#placeOf(name);
      if (place === undefined) continue;
      const own = byMetric.get(place.metric) ?? { labelSets: [], values: [], numbers: [] };
      byMetric.set(place.metric, own);
      own.labelSets.push(place.labels);
      own.values.push(value === null ? NaN : value);
      own.numbers.push(place.number);
    }
    return byMetric;
  }

  #placeOf(sample: string): Place | undefined {
    if (!this.#places.has(sample)) this.#places.set(sample, this.#findPlace(sample));
    return this.#places.get(sample);
  }

  #findPlace(sample: string): Place | undefined {
    const { name, labels } = parseSampleName(sample);
    const own = this.#metrics.get(name);
    if (own !== undefined) return { metric: own, labels, number: 0 };
    const suffix = /_(bucket|sum|count)$/.exec(name)?.[0] ?? '';
    const metric = this.#metrics.get(name.slice(0, name.length - suffix.length));
    const buckets = metric?.parts.buckets;
    if (metric === undefined || buckets === undefined || suffix === '_count') return undefined;
    if (suffix === '_sum') return { metric, labels, number: 0 };
    const bound = [...buckets, Infinity].indexOf(labels['le'] === '+Inf' ? Infinity : Number(labels['le']));
    return bound === -1 ? undefined : { metric, labels, number: bound + 1 };
  }

  #writeValues(metric: TurnMetric<never>, { labelSets, values }: Samples): void {
    const { slots, divisor } = metric.parts;
    const raw = values.map((value) => undivided(value, divisor));
    const writer = this.#writers.get(metric);
    if (writer === undefined) return;
    writer.write(slots.labelNames.length === 0 ? (raw[0] ?? NaN) : { labelSets, values: raw });
  }
}

/** Buckets are recorded as they are exposed, each with those below; a row holds the count of each alone. */
function writeHistogram({ parts: { rows, divisor } }: TurnMetric<never>, { values, numbers }: Samples): void {
  const { next, numbers: target, stride } = rows;
  const recorded = new Float64Array(stride);
  for (const [i, value] of values.entries()) recorded[numbers[i]!] = value;
  target[next] = undivided(recorded[0]!, divisor);
  for (let k = 1; k < stride; k++) target[next + k] = recorded[k]! - (k === 1 ? 0 : recorded[k - 1]!);
}

/** What the application records goes on from there, and the row has it as well. */
function writeRecorded({ parts: { rows } }: TurnMetric<never>, slots: RecordedSlots, { labelSets, values, numbers }: Samples): void {
  for (const [i, { le: _, ...labels }] of labelSets.entries()) {
    const { values: target, start } = slots.family.resolve(labels);
    target[start + numbers[i]!] = values[i]!;
  }
  slots.update();
  for (const [slot, tenant] of slots.tenants.entries()) {
    if (tenant === undefined) continue;
    const { values: held, start } = tenant.series;
    for (let k = rows.stride - 1; k > 1; k--) held[start + k]! -= held[start + k - 1]!;
    for (let k = 0; k < rows.stride; k++) rows.numbers[rows.next + slot * rows.stride + k] = held[start + k]!;
  }
}

/** Returns what was divided: the integer, where it was one. */
function undivided(value: number, divisor: number): number {
  const nearest = Math.round(value * divisor);
  return nearest / divisor === value ? nearest : value * divisor;
}

/** Has series count since a moment that is earlier than they were made. */
export function setCreated(family: ShownFamily, unixSeconds: number): void {
  const { createdAt } = family.row;
  if (createdAt === undefined) return;
  for (const { values, start } of family.present()) values[start + createdAt] = unixSeconds;
}

/** What shows a metric: nothing, where it is not exposed. */
export function familiesOf({ slots, published }: TurnMetric<never>['parts']): readonly ShownFamily[] {
  if (slots instanceof RecordedSlots) return [slots.family];
  return published === undefined ? [] : [published.family];
}

/** A turn of which nothing is known. */
export function skipTurn(rows: TurnRows): void {
  rows.restore();
  rows.commit(true);
}
