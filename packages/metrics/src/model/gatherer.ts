import type { Gatherer } from './collector.ts';
import { MetricsError, quoted } from './errors.ts';
import type { MetricsErrorCode } from './errors.ts';

/**
 * Checks what is handed in as a source of metrics.
 * @throws {MetricsError} `code`
 */
export function checkGatherer(gatherer: unknown, subject: string, code: MetricsErrorCode): asserts gatherer is Gatherer {
  if (hasMethod(gatherer, 'gather')) return;
  const got = hasMethod(gatherer, 'getMetricsAsJSON')
    ? 'one of prom-client. Pass promClientFamilies(registry) of @tradesim/metrics/prom-client'
    : quoted(gatherer);
  throw new MetricsError(code, `${subject}: expected a registry or a gatherer, got ${got}.`);
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value && typeof value[name as keyof typeof value] === 'function';
}
