/** When somebody should be told of a metric, and what Prometheus makes of it. */
import { MetricsError, quoted } from '../model/errors.ts';

/** When somebody should be told: what is beyond the threshold, in the unit that is exposed, for how long, and what that means. */
export type Alert = {
  /** What to do about it, or what it means: one sentence. */
  readonly summary: string;
  /** How long it must hold, in seconds. Default: 0, at once. */
  readonly forSeconds?: number;
  /** How urgent it is; the label `severity` of the alert. Default: 'warning'. */
  readonly severity?: 'critical' | 'warning' | 'info';
} & (
  | {
      /** Alerts above this value; of a counter or histogram, when it has risen by more than this within five minutes. */
      readonly above: number;
      readonly below?: never;
    }
  | {
      /** Alerts below this value; of a counter or histogram, when it has risen by less than this within five minutes. */
      readonly below: number;
      readonly above?: never;
    }
);

const SEVERITIES: readonly unknown[] = ['critical', 'warning', 'info'];

/**
 * Checks what is not a matter of types.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function checkAlert(alert: unknown, subject: string): void {
  if (typeof alert !== 'object' || alert === null) throw wrong(subject, "an object such as { above: 0, summary: '…' }", alert);
  const { summary, forSeconds, severity, above, below } = alert as Record<string, unknown>;
  if (typeof summary !== 'string' || summary.trim() === '') throw wrong(subject, 'a summary that is not empty', summary);
  if ((above === undefined) === (below === undefined)) throw wrong(subject, 'either above or below', alert);
  const threshold = above ?? below;
  if (typeof threshold !== 'number' || !Number.isFinite(threshold)) throw wrong(subject, 'a threshold that is a finite number', threshold);
  if (forSeconds !== undefined && !(typeof forSeconds === 'number' && forSeconds >= 0 && forSeconds < Infinity)) {
    throw wrong(subject, 'forSeconds to be a finite number >= 0', forSeconds);
  }
  if (severity !== undefined && !SEVERITIES.includes(severity))
    throw wrong(subject, `severity to be one of ${SEVERITIES.join(', ')}`, severity);
}

function wrong(subject: string, expected: string, got: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}, alert: expected ${expected}, got ${quoted(got)}.`);
}

/** Writes the condition in PromQL. */
export function alertExpression(name: string, type: 'gauge' | 'counter' | 'histogram', { above, below }: Alert): string {
  const selector = (metric: string): string => (/^[a-zA-Z_:][\w:]*$/.test(metric) ? metric : `{${JSON.stringify(metric)}}`);
  const counted = type === 'gauge' ? selector(name) : `increase(${selector(type === 'histogram' ? `${name}_count` : name)}[5m])`;
  return above === undefined ? `${counted} < ${below}` : `${counted} > ${above}`;
}
