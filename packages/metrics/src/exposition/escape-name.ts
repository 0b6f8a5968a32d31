/**
 * Writes UTF-8 names in the legacy character set, for readers that ask for it (prometheus.io, "Escaping schemes").
 * Where that page and the implementations disagree, this follows the implementations: `dots` writes two underscores for
 * a character other than the dot, `values` writes lower-case hexadecimal digits.
 */
import { isLegacyName } from '../model/name-validity.ts';
import type { NameKind } from '../model/name-validity.ts';

/** The schemes by the names that Accept and Content-Type give them. */
export const ESCAPING_SCHEMES = ['allow-utf-8', 'underscores', 'dots', 'values'] as const;
export type EscapingScheme = (typeof ESCAPING_SCHEMES)[number];

/** A digit may not come first, so it is illegal there. */
const ILLEGAL: Readonly<Record<NameKind, RegExp>> = { metric: /^[0-9]|[^a-zA-Z0-9_:]/gu, label: /^[0-9]|[^a-zA-Z0-9_]/gu };
const ILLEGAL_OR_UNDERSCORE: Readonly<Record<NameKind, RegExp>> = { metric: /^[0-9]|[^a-zA-Z0-9:]/gu, label: /^[0-9]|[^a-zA-Z0-9]/gu };

const VALUES_PREFIX = 'U__';

/**
 * Returns the name as `scheme` writes it, character by character (a character is a code point):
 * - `allow-utf-8`: unchanged
 * - `underscores`: illegal → `_`
 * - `dots`: `.` → `_dot_`, `_` → `__`, other illegal → `__`
 * - `values`: `U__` before the name, `_` → `__`, illegal → `_<hexadecimal code point>_`, which makes no two names one
 *
 * A name that is legacy-valid for its kind stays as it is under every scheme, as on the wire of client_golang. Different
 * names can become one: see `escapeDistinctly`.
 * @param name a name as `isUtf8Name` allows; half a surrogate pair counts as U+FFFD, the empty name stays empty
 */
export function escapeName(name: string, scheme: EscapingScheme, kind: NameKind): string {
  if (name === '' || scheme === 'allow-utf-8' || isLegacyName(name, kind)) return name;
  const text = name.toWellFormed();
  if (scheme === 'underscores') return text.replaceAll(ILLEGAL[kind], '_');
  if (scheme === 'dots') return text.replaceAll(ILLEGAL_OR_UNDERSCORE[kind], (character) => (character === '.' ? '_dot_' : '__'));
  return VALUES_PREFIX + text.replaceAll(ILLEGAL_OR_UNDERSCORE[kind], (character) => (character === '_' ? '__' : hexadecimal(character)));
}

/** Tells whether `text` names an escaping scheme. */
export function isEscapingScheme(text: string | undefined): text is EscapingScheme {
  return ESCAPING_SCHEMES.some((scheme) => scheme === text);
}

function hexadecimal(character: string): string {
  return `_${character.codePointAt(0)!.toString(16)}_`;
}
