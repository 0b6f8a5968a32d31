import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetricsError } from '../model/errors.ts';
import { escapeDistinctly } from './distinct-names.ts';
import { ESCAPING_SCHEMES } from './escape-name.ts';
import type { EscapingScheme } from './escape-name.ts';
import type { NameKind } from '../model/name-validity.ts';

/** Escapes names that are exposed without suffixes. */
function escapeAll(names: readonly string[], scheme: EscapingScheme, kind: NameKind = 'metric'): string[] {
  return escapeDistinctly(
    names.map((name) => ({ name, suffixes: [''] })),
    scheme,
    kind,
  );
}

const names = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', '.', '-', '_', '9', ':'), minLength: 1, maxLength: 3 }), {
  maxLength: 12,
});
const kind = fc.constantFrom('metric' as const, 'label' as const);

describe('escapeDistinctly', () => {
  it('escapes by the scheme where nothing collides', () => {
    expect(escapeAll(['a.b', 'c', 'd-e'], 'underscores')).toEqual(['a_b', 'c', 'd_e']);
    expect(escapeAll(['a.b', 'a-b', 'a_b'], 'allow-utf-8')).toEqual(['a.b', 'a-b', 'a_b']);
  });

  it('keeps legacy names, gives the first of the others the folded name, and writes the rest by values', () => {
    expect(escapeAll(['a.b', 'a-b', 'a b'], 'underscores')).toEqual(['a_b', 'U__a_2d_b', 'U__a_20_b']);
    expect(escapeAll(['a.b', 'a-b', 'a_b'], 'underscores')).toEqual(['U__a_2e_b', 'U__a_2d_b', 'a_b']);
    expect(escapeAll(['a-b', 'a b'], 'dots')).toEqual(['a__b', 'U__a_20_b']);
  });

  it('leaves the name of the metric to itself among labels', () => {
    expect(escapeAll(['__name.-'], 'underscores', 'label')).toEqual(['U______name_2e__2d_']);
  });

  it('keeps suffixed names apart too', () => {
    const wait = { name: 'wait.seconds', suffixes: ['_bucket', '_sum', '_count'] };
    expect(escapeDistinctly([{ name: 'wait_seconds_sum', suffixes: [''] }, wait], 'underscores', 'metric')).toEqual([
      'wait_seconds_sum',
      'U__wait_2e_seconds',
    ]);
    expect(escapeDistinctly([{ name: 'wait_seconds', suffixes: [''] }, wait], 'underscores', 'metric')).toEqual([
      'wait_seconds',
      'wait_seconds',
    ]);
  });

  it.each<[string, string[], NameKind, string, string]>([
    [
      'a metric name that is given twice',
      ['a', 'a'],
      'metric',
      'ERR_METRIC_NAME',
      'Exposition: expected metric names that differ when written, got "a" (string) and "a" (string), which are both written as "a". Rename one of them.',
    ],
    [
      'a metric name that looks as another is escaped',
      ['a.b', 'a-b', 'U__a_2d_b'],
      'metric',
      'ERR_METRIC_NAME',
      'Exposition: expected metric names that differ when written, got "U__a_2d_b" (string) and "a-b" (string), which are both written as "U__a_2d_b". Rename one of them.',
    ],
    [
      'the label name that is the metric name',
      ['__name__'],
      'label',
      'ERR_LABEL_NAME',
      'Exposition: expected label names that differ when written, got "__name__" (string) and "__name__" (string), which are both written as "__name__". Rename one of them.',
    ],
  ])('refuses %s', (_, given, of, code, message) => {
    expect(() => escapeAll(given, 'underscores', of)).toThrow(expect.objectContaining({ code, message }) as MetricsError);
    expect(() => escapeAll(given, 'underscores', of)).toThrow(MetricsError);
  });

  it('keeps any different names different, whatever the scheme', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...ESCAPING_SCHEMES), kind, (given, scheme, of) => {
        const escaped = escapeAll(given, scheme, of);
        expect(new Set(escaped).size).toBe(given.length);
        expect(escaped).toHaveLength(given.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('renames no name when one that needs escaping is added at the end', () => {
    fc.assert(
      fc.property(names, fc.constantFrom('.', 'a.', 'a-a', '-_'), fc.constantFrom(...ESCAPING_SCHEMES), (given, added, scheme) => {
        fc.pre(!given.includes(added));
        expect(escapeAll([...given, added], scheme).slice(0, -1)).toEqual(escapeAll(given, scheme));
      }),
    );
  });
});
