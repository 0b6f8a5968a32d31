import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetricsError } from '../model/errors.ts';
import { readingOrder } from './order.ts';

const order = (reads: Readonly<Record<string, readonly string[]>>): string[] => readingOrder(new Map(Object.entries(reads)));

describe('readingOrder', () => {
  it('keeps the order that was given where nobody reads', () => {
    expect(order({ c: [], a: [], b: [] })).toEqual(['c', 'a', 'b']);
  });

  it('puts what is read before its reader, wherever it was given', () => {
    expect(order({ a: ['b'], b: ['c'], c: [], d: ['a'] })).toEqual(['c', 'b', 'a', 'd']);
  });

  it('lets a metric read itself', () => {
    expect(order({ a: ['a', 'b'], b: ['b'] })).toEqual(['b', 'a']);
  });

  it('keeps a name that is read but not given, for its caller to refuse', () => {
    expect(order({ a: ['missing'] })).toEqual(['missing', 'a']);
  });

  it.each([
    ['two', { a: ['b'], b: ['a'] }, 'a reads b reads a'],
    ['three, entered from outside', { out: ['a'], a: ['b'], b: ['c'], c: ['a'] }, 'a reads b reads c reads a'],
  ])('names the members of a circle of %s', (_, reads, members) => {
    expect(() => order(reads)).toThrow(
      new MetricsError('ERR_COMPUTE', `Metrics read each other in a circle: ${members}. Let one of them compute from the snapshot alone.`),
    );
  });

  it('returns every name once, each after all that it reads', () => {
    const acyclic = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.tuple(
        fc.shuffledSubarray(
          Array.from({ length: size }, (_, i) => i),
          { minLength: size },
        ),
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 }),
      ),
    );
    fc.assert(
      fc.property(acyclic, ([given, edges]) => {
        const reads = new Map(
          given.map((i) => [`m${i}`, edges.filter(([reader, read]) => reader === i && read < i).map(([, read]) => `m${read}`)]),
        );
        const ordered = readingOrder(reads);
        expect(ordered.toSorted()).toEqual([...reads.keys()].toSorted());
        for (const [name, read] of reads) for (const each of read) expect(ordered.indexOf(each)).toBeLessThan(ordered.indexOf(name));
      }),
    );
  });
});
