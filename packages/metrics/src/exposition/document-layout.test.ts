import { describe, expect, it } from 'vitest';
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily, MetricType } from '../model/family.ts';
import type { EscapingScheme } from './escape-name.ts';
import { layOut } from './document-layout.ts';

/** Lays out families given as `name type`, and returns for each the name, and that of its block where it has its type. */
function laidOut(given: readonly string[], escaping: EscapingScheme = 'underscores'): [string, string | undefined][] {
  const families = given.map((each): MetricFamily => {
    const [name, type] = each.split(' ') as [string, MetricType];
    return { name, type, help: 'h', unit: undefined, visit: () => undefined };
  });
  return layOut(families, { format: 'openmetrics', escaping }).map(({ name, familyName }) => [name, familyName]);
}

describe('layOut', () => {
  it.each<[string, string[], [string, string | undefined][]]>([
    [
      'counters lose their suffix',
      ['a_total counter', 'b histogram', 'c gauge'],
      [
        ['a_total', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ],
    ],
    [
      'of two that reserve one name the first keeps its type',
      ['a_total counter', 'a histogram'],
      [
        ['a_total', 'a'],
        ['a', undefined],
      ],
    ],
    [
      'a gauge keeps its type beside a counter, wherever it stands',
      ['a_total counter', 'a gauge'],
      [
        ['a_total', undefined],
        ['a', 'a'],
      ],
    ],
    [
      'a gauge keeps its type beside a counter that could be created',
      ['a_created gauge', 'a_total counter'],
      [
        ['a_created', 'a_created'],
        ['a_total', undefined],
      ],
    ],
    [
      'a gauge keeps its type beside a histogram that could be created',
      ['a histogram', 'a_created gauge'],
      [
        ['a', undefined],
        ['a_created', 'a_created'],
      ],
    ],
    [
      'a histogram keeps no type beside a gauge of its name',
      ['a histogram', 'a gauge'],
      [
        ['a', undefined],
        ['a', 'a'],
      ],
    ],
    [
      'a counter without its suffix has no type',
      ['a counter', '_total counter'],
      [
        ['a', undefined],
        ['_total', undefined],
      ],
    ],
    [
      'names that only look alike stand',
      ['a_total gauge', 'a gauge', 'aa_total counter', 'a_info gauge'],
      [
        ['a_total', 'a_total'],
        ['a', 'a'],
        ['aa_total', 'aa'],
        ['a_info', 'a_info'],
      ],
    ],
    [
      'escaped names count',
      ['a.b gauge', 'a_b_total counter'],
      [
        ['a_b', 'a_b'],
        ['a_b_total', undefined],
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(laidOut(given)).toEqual(expected);
  });

  it('compares the names as they are written', () => {
    expect(laidOut(['a.b gauge', 'a_b_total counter'], 'allow-utf-8')).toEqual([
      ['a.b', 'a.b'],
      ['a_b_total', 'a_b'],
    ]);
    expect(laidOut(['a.b gauge', 'a.b_total counter'], 'allow-utf-8')).toEqual([
      ['a.b', 'a.b'],
      ['a.b_total', undefined],
    ]);
  });

  it.each([
    ['two of one name', ['a gauge', 'a counter'], '"a" (string) and "a" (string), which are both written as "a"'],
    ['a sample of another', ['a histogram', 'a_sum gauge'], '"a" (string) and "a_sum" (string), which are both written as "a_sum"'],
  ])('refuses families whose samples have one name: %s', (_, given, culprits) => {
    expect(() => laidOut(given)).toThrow(
      new MetricsError(
        'ERR_METRIC_NAME',
        `Exposition: expected metric names that differ when written, got ${culprits}. Rename one of them.`,
      ),
    );
  });
});
