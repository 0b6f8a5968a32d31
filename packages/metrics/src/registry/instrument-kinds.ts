/** The kinds of instruments a registry can define. */
import { Counter, CounterFamily } from '../instruments/counter.ts';
import { Gauge, GaugeFamily } from '../instruments/gauge.ts';
import { Histogram, HistogramFamily } from '../instruments/histogram.ts';
import { Info, InfoFamily } from '../instruments/info.ts';
import type {
  AnyLabels,
  GaugeOptions,
  HistogramOptions,
  InstrumentContext,
  StateSetOptions,
  SummaryOptions,
} from '../instruments/options.ts';
import { StateSet, StateSetFamily } from '../instruments/state-set.ts';
import { Summary, SummaryFamily } from '../instruments/summary.ts';

export type AnyFamily = CounterFamily | GaugeFamily | HistogramFamily | SummaryFamily | InfoFamily | StateSetFamily;

export type AnyOptions = HistogramOptions & GaugeOptions & SummaryOptions & Partial<Pick<StateSetOptions, 'states'>> & AnyLabels;

export interface InstrumentKind {
  family(options: AnyOptions, context: InstrumentContext): AnyFamily;
  /** What the definition returns: the family, or the instrument around one that is defined without labels. */
  instrument(family: AnyFamily, hasLabels: boolean): unknown;
}

function kind<Made extends AnyFamily>(
  family: (options: AnyOptions, context: InstrumentContext) => Made,
  unlabelled: (family: Made) => unknown,
): InstrumentKind {
  return { family, instrument: (made, hasLabels) => (hasLabels ? made : unlabelled(made as Made)) };
}

/** A kind as the method that defines it. */
export type KindName = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateSet';

export const KINDS: Readonly<Record<KindName, InstrumentKind>> = {
  counter: kind(
    (options, context) => new CounterFamily(options, context),
    (family) => new Counter(family),
  ),
  gauge: kind(
    (options, context) => new GaugeFamily(options, context),
    (family) => new Gauge(family),
  ),
  histogram: kind(
    (options, context) => new HistogramFamily(options, context),
    (family) => new Histogram(family),
  ),
  summary: kind(
    (options, context) => new SummaryFamily(options, context),
    (family) => new Summary(family),
  ),
  info: {
    // What an info says does not grow old, whatever rules say of all metrics.
    family: (options: AnyOptions, context: InstrumentContext): InfoFamily =>
      new InfoFamily({ __proto__: null, ...options, ttlSeconds: undefined } as AnyOptions, context),
    instrument: (family: AnyFamily): unknown => new Info(family as InfoFamily),
  },
  stateSet: kind(
    (options, context) => new StateSetFamily(options as AnyOptions & StateSetOptions, context),
    (family) => new StateSet(family),
  ),
};
