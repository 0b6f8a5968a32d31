/** The query `name[]=…` by which a scrape asks for some metrics only. */
import { familyNameOf, reservedNames } from '../exposition/openmetrics-names.ts';
import type { MetricFamily } from '../model/family.ts';

/** What is longer is refused, for an answer to a part of it would look like all there is. */
const MAX_QUERY_LENGTH = 65_536;
const MAX_NAMES = 1000;

/**
 * Returns the names that a URL or request target lists, undefined when it lists none and thereby asks for all, and
 * `too long` for more than 1,000 of them or a query of more than 65,536 characters. Never throws: what is no encoding is
 * taken as it stands, and other parameters count for nothing.
 */
export function listedNames(url: string): ReadonlySet<string> | undefined | 'too long' {
  const question = url.indexOf('?');
  if (question < 0) return undefined;
  const query = url.slice(question + 1);
  if (query.length > MAX_QUERY_LENGTH) return 'too long';
  const names = new URLSearchParams(withoutFragment(query)).getAll('name[]');
  if (names.length > MAX_NAMES) return 'too long';
  return names.length === 0 ? undefined : new Set(names);
}

/** Returns the families of which one name is listed; the same array where all are asked for. */
export function listedFamilies(families: readonly MetricFamily[], names: ReadonlySet<string> | undefined): readonly MetricFamily[] {
  return names === undefined ? families : families.filter((family) => namesOf(family).some((name) => names.has(name)));
}

/** Its own name, that of the family in OpenMetrics, and those of its samples. */
function namesOf({ name, type }: MetricFamily): readonly string[] {
  const familyName = familyNameOf(name, type);
  return familyName === undefined ? [name] : [name, ...reservedNames(familyName, type)];
}

function withoutFragment(query: string): string {
  const hash = query.indexOf('#');
  return hash < 0 ? query : query.slice(0, hash);
}
