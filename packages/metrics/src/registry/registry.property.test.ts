import fc from 'fast-check';
import { it } from 'vitest';
import type { NaiveDefinition } from '../testing/naive-definition.ts';
import { SideBySide } from '../testing/side-by-side.ts';
import type { Step } from '../testing/side-by-side.ts';

/** Metrics that the sequences define; bounds are spelled as the text format must spell them. */
const DEFINITIONS: readonly NaiveDefinition[] = [
  { type: 'counter', name: 'plain_total' },
  { type: 'counter', name: 'few_total', labels: ['a', 'b'], maxSeries: 3 },
  { type: 'gauge', name: 'plain' },
  { type: 'gauge', name: 'few', labels: ['a'], maxSeries: 2, omitNaN: true },
  { type: 'gauge', name: 'closed', labels: ['b'], closed: ['x', 'y'] },
  { type: 'histogram', name: 'wait', bounds: ['0.5', '2', '1e+06'] },
  { type: 'histogram', name: 'wait_few', labels: ['b', 'a'], maxSeries: 2, bounds: ['-1', '0'] },
  { type: 'gauge', name: 'wait_count' },
  { type: 'counter', name: 'visits_total', labels: ['a'], maxSeries: 3, ttlSeconds: 8 },
  { type: 'gauge', name: 'level', labels: ['a', 'b'], maxSeries: 4, ttlSeconds: 20 },
  { type: 'counter', name: 'wakes_total', ttlSeconds: 5 },
  { type: 'summary', name: 'delay', labels: ['a'], maxSeries: 3, ttlSeconds: 12 },
];
const TTL_METRICS = DEFINITIONS.flatMap(({ ttlSeconds }, i) => (ttlSeconds === undefined ? [] : [i]));

const metric = fc.nat({ max: DEFINITIONS.length - 1 });
const text = fc.constantFrom('', 'x', 'y', '|', '"', '\\', '\n', '{}', '\0', '😀', '__proto__', '__overflow', 'x",b="y');
const values = fc.record({ a: text, b: text });
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, -0, 1, 0.5, 2.5, -1, 1e6, 1e308, 2 ** 53, Number.MIN_VALUE) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, '5', null, 1n) },
);
const method = fc.constantFrom('inc' as const, 'dec' as const, 'set' as const, 'observe' as const);

function kinds<const Kind extends string>(...names: readonly Kind[]): fc.Arbitrary<Kind> {
  return fc.constantFrom(...names);
}

function steps(metrics: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: kinds('define'), metric: metrics }) },
    { weight: 8, arbitrary: fc.record({ kind: kinds('labels', 'labels', 'labels', 'remove'), metric: metrics, values }) },
    { weight: 12, arbitrary: fc.record({ kind: kinds('write'), handle: fc.nat(), method, value }) },
    { weight: 2, arbitrary: fc.record({ kind: kinds('removeMatching'), metric: metrics, values, names: fc.subarray(['a', 'b']) }) },
    { weight: 1, arbitrary: fc.record({ kind: kinds('churn'), metric: metrics, count: fc.integer({ min: 60, max: 150 }) }) },
    { weight: 4, arbitrary: fc.record({ kind: kinds('advance'), seconds: fc.constantFrom(0.25, 1, 2, 5, 10, 25) }) },
    { weight: 4, arbitrary: fc.record({ kind: kinds('scrape') }) },
    { weight: 2, arbitrary: fc.record({ kind: kinds('unregister', 'reset', 'clear'), metric: metrics }) },
    { weight: 1, arbitrary: fc.record({ kind: kinds('clear everything') }) },
  );
}

async function agree(defined: readonly number[], sequence: readonly Step[]): Promise<void> {
  const both = new SideBySide(DEFINITIONS);
  for (const each of defined) await both.do({ kind: 'define', metric: each });
  for (const step of sequence) await both.do(step);
  await both.compare();
}

it('agrees with a naive registry after any sequence of operations, to the letter', async () => {
  const sequence = fc.array(steps(metric), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), sequence, (areDefined, each) => agree(areDefined ? [...DEFINITIONS.keys()] : [], each)),
    { numRuns: 400 },
  );
});

it('agrees with a naive registry whatever idles out, comes back, and is removed', async () => {
  const sequence = fc.array(steps(fc.constantFrom(...TTL_METRICS)), { minLength: 20, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(sequence, (each) => agree(TTL_METRICS, each)),
    { numRuns: 400 },
  );
});
