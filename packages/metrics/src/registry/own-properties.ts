import { MetricsError, quoted } from '../model/errors.ts';
import type { AnyOptions } from './instrument-kinds.ts';

/** Copies options, so that what is checked is what is used, and nothing comes from a prototype. */
export function ownProperties(options: AnyOptions): AnyOptions {
  if (typeof options !== 'object' || options === null) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `Metric: expected an options object, got ${quoted(options)}.`);
  }
  return { __proto__: null, ...options } as AnyOptions;
}
