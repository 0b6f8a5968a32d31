import type { Collector } from '../model/collector.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { MetricOptions } from '../instruments/options.ts';

/** A factory that remembers what was made through it, to take it back at once. */
export interface ScopedFactory extends InstrumentFactory {
  /** Removes the collectors and metrics made through this factory, the latest first. */
  undo(): void;
}

type Kind = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateSet';

export function scopedFactory(factory: InstrumentFactory): ScopedFactory {
  const undos: (() => void)[] = [];
  const defining = <Method extends Kind>(method: Method): InstrumentFactory[Method] => {
    const define = (options: MetricOptions): unknown => {
      const instrument = (factory[method] as (options: MetricOptions) => unknown).call(factory, options);
      undos.push(() => void factory.unregister(options.name));
      return instrument;
    };
    return define as InstrumentFactory[Method];
  };
  return {
    counter: defining('counter'),
    gauge: defining('gauge'),
    histogram: defining('histogram'),
    summary: defining('summary'),
    info: defining('info'),
    stateSet: defining('stateSet'),
    unregister: (name) => factory.unregister(name),
    addCollector(collector: Collector): () => void {
      const remove = factory.addCollector(collector);
      undos.push(remove);
      return remove;
    },
    undo() {
      while (undos.length > 0) undos.pop()!();
    },
  };
}
