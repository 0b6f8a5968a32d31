import { createHash } from 'node:crypto';

/**
 * Returns a hash of a scenario with all of its effective parameters, which is the same exactly when these are: SHA-256, in
 * hexadecimal, of its JSON with the keys of each object in order.
 */
export function scenarioHash(scenario: object): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(scenario)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, ordered(member)]));
}
