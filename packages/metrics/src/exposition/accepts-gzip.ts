import { parseAccept } from './accept.ts';

/**
 * Tells whether a client wants its answer compressed with gzip (RFC 9110, section 12.5.3): it accepts gzip, by name or
 * by an asterisk, and does not prefer `identity`. Without the header the answer is no, although gzip would be allowed:
 * who does not ask may not be able to read it. Never throws, and reads a bounded part of the header.
 */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const entries = parseAccept(acceptEncoding);
  const qualityOf = (...names: readonly string[]): number | undefined => {
    const qualities = entries.filter(({ name }) => names.includes(name)).map(({ quality }) => quality);
    return qualities.length === 0 ? undefined : Math.max(...qualities);
  };
  const other = qualityOf('*') ?? 0;
  const gzip = qualityOf('gzip', 'x-gzip') ?? other;
  return gzip > 0 && gzip >= (qualityOf('identity') ?? other);
}
