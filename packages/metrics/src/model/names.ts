import { MetricsError, quoted } from './errors.ts';
import { isLegacyName, isUtf8Name } from './name-validity.ts';
import type { NameKind } from './name-validity.ts';

/** Which names may be given: those that every reader takes as they are, or any text, which Prometheus 3 reads. */
export type NameValidation = 'legacy' | 'utf8';

/**
 * Checks a metric name against the Prometheus data model.
 * @throws {MetricsError} ERR_METRIC_NAME
 */
export function checkMetricName(name: unknown, subject: string, validation: NameValidation): asserts name is string {
  if (isValid(name, 'metric', validation)) return;
  throw new MetricsError('ERR_METRIC_NAME', `${subject}: ${expectation('name', validation, 'letters, digits, "_" and ":"')}, ${got(name)}`);
}

/** What a label may be called. */
export interface LabelNameRules {
  /** Names that the exposition adds by itself. */
  readonly reserved: readonly string[];
  readonly validation: NameValidation;
}

/**
 * Checks a label name: legal, not reserved by Prometheus (`__…`), not reserved by the instrument (`le` on histograms).
 * @throws {MetricsError} ERR_LABEL_NAME
 */
export function checkLabelName(name: unknown, subject: string, { reserved, validation }: LabelNameRules): asserts name is string {
  if (!isValid(name, 'label', validation)) {
    throw new MetricsError(
      'ERR_LABEL_NAME',
      `${subject}: ${expectation('label name', validation, 'letters, digits and "_"')}, ${got(name)}`,
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

function isValid(name: unknown, kind: NameKind, validation: NameValidation): name is string {
  return typeof name === 'string' && (validation === 'utf8' ? isUtf8Name(name) : isLegacyName(name, kind));
}

function expectation(what: string, validation: NameValidation, characters: string): string {
  return validation === 'utf8'
    ? `expected a ${what} that is not empty and can be written as UTF-8`
    : `expected a ${what} of ${characters} that does not begin with a digit`;
}

function got(name: unknown): string {
  return `got ${quoted(name)}.${suggestion(name)}`;
}

function suggestion(name: unknown): string {
  if (typeof name !== 'string' || name === '') return '';
  const legal = name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return ` For example "${legal}".`;
}
