import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Gauge } from '../instruments/gauge.ts';

/** Defines a gauge that is absent from the exposition while its reading is NaN, as it is before the first one. */
export function measuredGauge(factory: InstrumentFactory, name: string, help: string): Gauge {
  const gauge = factory.gauge({ name, help, omitNaN: true });
  gauge.set(NaN);
  return gauge;
}
