/** The expositions this library writes, and the Content-Type of each. All of it is constant: no header is echoed. */
import type { EscapingScheme } from './escape-name.ts';

/** How a document is written. */
export interface Exposition {
  readonly format: 'text' | 'openmetrics';
  readonly version: '0.0.4' | '1.0.0';
  /** How names beyond the legacy character set are written. */
  readonly escaping: EscapingScheme;
  /** The value of the Content-Type header. */
  readonly contentType: string;
}

/** The text format that every scraper reads. Its names are legacy names, so it has no `escaping` parameter. */
export const TEXT_0_0_4: Exposition = {
  format: 'text',
  version: '0.0.4',
  escaping: 'underscores',
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
};

const MEDIA_TYPE = { text: 'text/plain', openmetrics: 'application/openmetrics-text' } as const;

/**
 * Returns version 1.0.0 of a format. Its Content-Type always says how names are escaped (prometheus.io, "Content
 * negotiation"); readers from before that parameter ignore it.
 */
export function version1(format: Exposition['format'], escaping: EscapingScheme): Exposition {
  const contentType = `${MEDIA_TYPE[format]}; version=1.0.0; charset=utf-8; escaping=${escaping}`;
  return { format, version: '1.0.0', escaping, contentType };
}
