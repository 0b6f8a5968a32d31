import { MetricsError, quoted } from './errors.ts';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Checks a metric name against the Prometheus data model.
 * @throws {MetricsError} ERR_METRIC_NAME
 */
export function checkMetricName(name: unknown, subject: string): asserts name is string {
  if (typeof name === 'string' && METRIC_NAME.test(name)) return;
  throw new MetricsError(
    'ERR_METRIC_NAME',
    `${subject}: expected a name of letters, digits, "_" and ":" that does not begin with a digit, got ${quoted(name)}.${suggestion(name)}`,
  );
}

/**
 * Checks a label name: legal, not reserved by Prometheus (`__…`), not reserved by the instrument (`le` on histograms).
 * @throws {MetricsError} ERR_LABEL_NAME
 */
export function checkLabelName(name: unknown, subject: string, reserved: readonly string[]): asserts name is string {
  if (typeof name !== 'string' || !LABEL_NAME.test(name)) {
    throw new MetricsError(
      'ERR_LABEL_NAME',
      `${subject}: expected a label name of letters, digits and "_" that does not begin with a digit, got ${quoted(name)}.${suggestion(name)}`,
    );
  }
  if (name.startsWith('__')) {
    throw new MetricsError(
      'ERR_LABEL_NAME',
      `${subject}: the label name ${quoted(name)} begins with "__", which Prometheus keeps for itself. Drop the underscores.`,
    );
  }
  if (reserved.includes(name)) {
    throw new MetricsError(
      'ERR_LABEL_NAME',
      `${subject}: the label name ${quoted(name)} is reserved, because the exposition adds it by itself. Choose another name.`,
    );
  }
}

function suggestion(name: unknown): string {
  if (typeof name !== 'string' || name === '') return '';
  const legal = name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return ` For example "${legal}".`;
}
