import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveName } from './archive-name.ts';
import { archivedSegments, compressedName, parseSegmentName, segmentName, segmentsAmong, unfinishedName } from './segment-name.ts';

const fileName = fc.oneof(
  fc.constantFrom('x.jsonl', 'x', '.x', 'a.b.jsonl', 'x.gz', 'x.tmp', 'x.000001.jsonl', 'x.jsonl.gz', 'x-r7.jsonl'),
  fc.stringMatching(/^[\w.-]{1,12}$/).filter((name) => !/^\.+$/.test(name)),
);
const number = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));

describe('the name of a segment', () => {
  it.each([
    ['x.jsonl', 1, 'x.000001.jsonl'],
    ['x.jsonl', 999_999, 'x.999999.jsonl'],
    ['x.jsonl', 1_000_000, 'x.1000000.jsonl'],
    ['a.b.jsonl', 2, 'a.b.000002.jsonl'],
    ['x', 3, 'x.000003'],
    ['x-r7.jsonl', 4, 'x-r7.000004.jsonl'],
  ])('of %s with number %d is %s', (file, each, name) => {
    expect(segmentName(file, each)).toBe(name);
  });

  it('says which number it has, and whether it is compressed', () => {
    fc.assert(
      fc.property(fileName, number, (file, each) => {
        const name = segmentName(file, each);
        expect(parseSegmentName(file, name)).toEqual({ name, number: each, isCompressed: false });
        const compressed = compressedName(name);
        expect(parseSegmentName(file, compressed)).toEqual({ name: compressed, number: each, isCompressed: true });
        expect(parseSegmentName(file, unfinishedName(name))).toBeUndefined();
        expect(parseSegmentName(file, file)).toBeUndefined();
      }),
    );
  });

  it.each([
    'x.jsonl',
    'x.000000.jsonl',
    'x.1.jsonl',
    'x.0000001.jsonl',
    'x.00000a.jsonl',
    'x.000001.json',
    'x.000001.jsonl.gz.tmp',
    'x.000001.jsonl.gz.gz',
    'x-r7.000001.jsonl',
    'xx.000001.jsonl',
    'x.99999999999999999999.jsonl',
    'x.000001',
    '',
  ])('is not %j, for x.jsonl', (name) => {
    expect(parseSegmentName('x.jsonl', name)).toBeUndefined();
  });
});

describe('segmentsAmong', () => {
  it('returns them in the order of their numbers, plain rather than compressed', () => {
    const names = [
      'x.1000000.jsonl',
      'x.000002.jsonl.gz',
      'x.jsonl',
      'x.000010.jsonl',
      'y.000001.jsonl',
      'x.000002.jsonl',
      'x.000003.jsonl.gz',
    ];
    const expected = ['x.000002.jsonl', 'x.000003.jsonl.gz', 'x.000010.jsonl', 'x.1000000.jsonl'];
    for (const each of [names, names.toReversed()]) expect(segmentsAmong(each, 'x.jsonl').map(({ name }) => name)).toEqual(expected);
  });
});

describe('archivedSegments', () => {
  it('gives the segments of a run the scheme of its archive', () => {
    const names = ['x.000002.jsonl', 'x.000001.jsonl.gz', 'x.jsonl', 'x-r6.000001.jsonl'];
    expect(archivedSegments(names, 'x.jsonl', 'r7')).toEqual([
      { from: 'x.000001.jsonl.gz', to: 'x-r7.000001.jsonl.gz' },
      { from: 'x.000002.jsonl', to: 'x-r7.000002.jsonl' },
    ]);
  });

  it('keeps their order, numbers and compression', () => {
    const segment = fc.tuple(number, fc.boolean());
    fc.assert(
      fc.property(fc.uniqueArray(segment, { selector: ([each]) => each }), (segments) => {
        const names = segments.map(([each, isCompressed]) => {
          const name = segmentName('x.jsonl', each);
          return isCompressed ? compressedName(name) : name;
        });
        const archived = archivedSegments(names, 'x.jsonl', '2024-01-31T10-20-30.000Z').map(({ to }) => to);
        const read = segmentsAmong(archived, archiveName('x.jsonl', '2024-01-31T10-20-30.000Z'));
        const before = segmentsAmong(names, 'x.jsonl');
        const essence = (each: typeof read) => each.map(({ number: n, isCompressed }) => [n, isCompressed]);
        expect(essence(read)).toEqual(essence(before));
        expect(segmentsAmong(archived, 'x.jsonl')).toEqual([]);
      }),
    );
  });
});
