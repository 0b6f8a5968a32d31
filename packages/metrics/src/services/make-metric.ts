/** Puts the parts of a metric together, as its definition says. */
import type { InstrumentFactory } from '../instruments/factory.ts';
import { HistogramFamily } from '../instruments/histogram.ts';
import { ComputedValues } from './computed-values.ts';
import type { Meaning } from './computed-values.ts';
import { createInstrument, metricOptions } from './define.ts';
import type { AnyComputed, ComputeContext, Definition } from './definition.ts';
import { ComputedFill, ObservedFill, RecordedFill } from './fills.ts';
import { LabelSlots } from './label-slots.ts';
import type { OnRelease } from './label-slots.ts';
import { PublishedFamily } from './published-family.ts';
import type { ShownFamily } from './shown-family.ts';
import { RecordedSlots } from './recorded-slots.ts';
import { TurnMetric } from './turn-metric.ts';
import { TurnRows } from './turn-rows.ts';

export interface MetricPlace {
  readonly name: string;
  /** Where the metric is exposed. */
  readonly factory: InstrumentFactory;
  /** For definitions that do not say it. */
  readonly historyTurns: number;
  /** What computed values are divided by for exposition: 100 for cents exposed as euros. */
  readonly divisor: number;
}

/** @throws {MetricsError} for a definition that cannot be registered */
export function makeMetric<Snapshot>(definition: Definition<Snapshot>, place: MetricPlace): TurnMetric<Snapshot> {
  const { compute, increase, observations } = definition.options;
  if (definition.source === 'recorded') return recordedMetric(definition, place);
  if (observations === undefined)
    return valueMetric(definition, place, increase === undefined ? 'value' : 'increase', (compute ?? increase)!);
  const storage = storageOf(definition, place);
  const { buckets, search } = storage.family as HistogramFamily;
  const fill = new ObservedFill(storage.rows, { search, divisor: place.divisor }, observations);
  return new TurnMetric({ ...descriptionOf(definition, place), ...storage, fill, buckets });
}

/** Makes a metric whose snapshot is what has been read. */
export function makeReadMetric(definition: Definition<never>, place: MetricPlace): TurnMetric<AnyComputed> {
  return valueMetric<AnyComputed>(
    definition,
    { ...place, historyTurns: 1 },
    definition.type === 'counter' ? 'total' : 'value',
    (read) => read,
  );
}

function valueMetric<Snapshot>(
  definition: Definition<never>,
  place: MetricPlace,
  meaning: Meaning,
  compute: (snapshot: Snapshot, context: ComputeContext<string, Snapshot>) => AnyComputed,
): TurnMetric<Snapshot> {
  const storage = storageOf(definition, place);
  const values = new ComputedValues({ ...storage, meaning, onRelease: whenReleased(definition, storage) });
  return new TurnMetric({
    ...descriptionOf(definition, place),
    ...storage,
    fill: new ComputedFill<Snapshot>(values, compute),
    buckets: undefined,
  });
}

function recordedMetric<Snapshot>(definition: Definition<Snapshot>, place: MetricPlace): TurnMetric<Snapshot> {
  const instrument = definition.instrument!(place.factory, place.name);
  const family = familyOf(instrument);
  const slots = new RecordedSlots(family);
  const rows = rowsOf(definition, place, { slots, family });
  // Rules may leave nothing to be recorded.
  if (slots.tenants.length === 0) rows.moveOut(0);
  return new TurnMetric({
    ...descriptionOf(definition, { ...place, divisor: 1 }),
    slots,
    rows,
    fill: new RecordedFill(rows, slots),
    buckets: bucketsOf(family),
    published: undefined,
    instrument,
  });
}

interface Storage {
  readonly slots: LabelSlots;
  readonly rows: TurnRows;
  /** Rules of the registry may have changed its bounds. */
  readonly family: ShownFamily;
  readonly published: PublishedFamily | undefined;
}

function storageOf(definition: Definition<never>, place: MetricPlace): Storage {
  const metric = { ...metricOptions(definition.options), name: place.name };
  const slots = new LabelSlots(definition.type, metric);
  const isExposed = definition.options.expose !== false;
  const family = isExposed ? familyOf(createInstrument(place.factory, definition.type, metric)) : slots.family;
  const rows = rowsOf(definition, place, { slots, family });
  return { slots, rows, family, published: isExposed ? new PublishedFamily({ family, slots, rows, divisor: place.divisor }) : undefined };
}

function rowsOf(
  { options }: Definition<never>,
  place: MetricPlace,
  { slots, family }: { readonly slots: LabelSlots | RecordedSlots; readonly family: ShownFamily },
): TurnRows {
  const stride = family instanceof HistogramFamily ? family.buckets.length + 2 : 1;
  const rows = new TurnRows(options.historyTurns ?? place.historyTurns, Math.max(1, slots.tenants.length), stride);
  slots.useRows(rows);
  return rows;
}

/** A series of closed labels never leaves; one of a counter only where it is an entity's, as others have nothing to add. */
function whenReleased({ type, options }: Definition<never>, { slots, rows, published }: Storage): OnRelease | undefined {
  if (!slots.family.labelDomains.includes(undefined)) return undefined;
  if (type === 'gauge') return () => undefined;
  if (options.entity === undefined) return undefined;
  return (tenant, slot) => published?.keepLast(tenant, rows.numbers.slice(rows.next + slot, rows.next + slot + 1));
}

function descriptionOf({ type, options }: Definition<never>, { name, divisor }: MetricPlace) {
  return { name, type, divisor, entity: options.entity, isMeasured: options.measured === true };
}

function bucketsOf(family: ShownFamily): readonly number[] | undefined {
  return family instanceof HistogramFamily ? family.buckets : undefined;
}

/** An instrument without labels has its family beside it. */
function familyOf(instrument: unknown): ShownFamily {
  return (instrument as { readonly family?: ShownFamily }).family ?? (instrument as ShownFamily);
}
