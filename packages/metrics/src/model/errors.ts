/** Codes of the errors this library throws. A code is never reused for another meaning. */
export type MetricsErrorCode =
  | 'ERR_METRIC_NAME'
  | 'ERR_METRIC_HELP'
  | 'ERR_METRIC_SHAPE'
  | 'ERR_METRIC_OPTIONS'
  | 'ERR_LABEL_NAME'
  | 'ERR_LABEL_SET'
  | 'ERR_LABEL_VALUE'
  | 'ERR_BUCKETS'
  | 'ERR_VALUE'
  | 'ERR_COMPUTE'
  | 'ERR_EXPORTER'
  | 'ERR_JOURNAL';

/**
 * An error of this library: `message` names the culprit, the rule, the value and the remedy; `code` is for programs.
 * @example
 * let code: string | undefined;
 * try {
 *   registry.counter({ name: 'shop_orders', help: 'Orders placed.' });
 * } catch (error) {
 *   if (error instanceof MetricsError) code = error.code;
 * }
 * console.log(code) // => 'ERR_METRIC_NAME'
 */
export class MetricsError extends Error {
  /** What the stack trace calls it. */
  override readonly name = 'MetricsError';
  /** Which rule was broken; the same in every version. */
  readonly code: MetricsErrorCode;

  constructor(code: MetricsErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Shows a value and its type as error messages quote them: `"x" (string)`, `NaN (number)`. At most 80 characters. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : safeString(value);
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return value === undefined || value === null ? short : `${short} (${typeof value})`;
}

function safeString(value: unknown): string {
  try {
    return typeof value === 'object' && value !== null ? (JSON.stringify(value) ?? 'an object') : String(value);
  } catch {
    return `an unprintable ${typeof value}`;
  }
}
