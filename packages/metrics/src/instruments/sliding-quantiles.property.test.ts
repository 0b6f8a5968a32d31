import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MagnitudeBuckets } from './magnitude-buckets.ts';
import { checkQuantileWindow } from './quantile-options.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { quantilesOf } from './sketch-quantiles.ts';
import { SlidingQuantiles } from './sliding-quantiles.ts';

/** Values as unlike each other as float64 allows, and duplicates. */
const anyValue = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE, 1e308, -1e308),
  fc.integer({ min: 1, max: 300 }).map((units) => units * Number.MIN_VALUE),
);
/** Values of either sign that no other makes negligible, with a heavy tail. */
const comparableValue = fc
  .tuple(fc.constantFrom(1, 1, -1), fc.double({ min: -9, max: 9, noNaN: true }))
  .map(([sign, exponent]) => sign * 10 ** exponent);
const latency = fc.double({ min: 0.0001, max: 60, noNaN: true });
const values = fc.constantFrom(anyValue, comparableValue, latency).chain((value) => fc.array(value, { minLength: 1, maxLength: 200 }));

const relativeAccuracy = fc.oneof(fc.constant(0.01), fc.double({ min: 0.001, max: 0.5, noNaN: true }));
const quantiles = fc
  .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 0.9, 0.99, 1)))
  .map((list) => list.toSorted((a, b) => a - b));

/** The quantile by its definition. */
function exactQuantile(sorted: readonly number[], q: number): number {
  const index = sorted.findIndex((_, i) => (i + 1) / sorted.length >= q);
  return sorted[index] ?? NaN;
}

/** Throws unless the estimate is as good as `quantilesOf` promises. */
function expectGuarantee(estimate: number, observed: readonly number[], q: number, accuracy: number): void {
  const sorted = observed.toSorted((a, b) => a - b);
  const exact = exactQuantile(sorted, q);
  const isExact = Object.is(estimate, exact) || estimate === exact;
  if (isExact) return;
  // Subnormal numbers are made normal, so that the bound is not rounded itself.
  const scale = Math.abs(exact) < 1e-290 ? 2 ** 100 : 1;
  const rounding = scale === 1 ? 0 : (Number.MIN_VALUE * scale) / 2;
  const bound = accuracy * Math.abs(exact) * scale + rounding;
  const greatest = Math.max(...sorted.filter((value) => Math.sign(value) === Math.sign(exact) && Number.isFinite(value)).map(Math.abs));
  const isNegligible = Math.abs(exact) * 2 ** 63 < greatest;
  const isCloserToZero = Math.sign(estimate) !== -Math.sign(exact) && Math.abs(estimate) <= Math.abs(exact);
  if (isNegligible && isCloserToZero) return;
  expect(Math.abs(estimate * scale - exact * scale), `${estimate} for ${exact}`).toBeLessThanOrEqual(bound);
}

function sketchOf(observed: readonly number[], buckets: MagnitudeBuckets): QuantileSketch {
  const sketch = new QuantileSketch(buckets);
  for (const value of observed) sketch.observe(value);
  return sketch;
}

it('estimates every quantile of any values within the relative accuracy', () => {
  fc.assert(
    fc.property(values, quantiles, relativeAccuracy, (observed, wanted, accuracy) => {
      const buckets = new MagnitudeBuckets(accuracy);
      const estimates = quantilesOf([sketchOf(observed, buckets)], wanted, buckets);
      expect(estimates).toHaveLength(wanted.length);
      wanted.forEach((q, i) => expectGuarantee(estimates[i]!, observed, q, accuracy));
    }),
    { numRuns: 500 },
  );
});

it('reads the sketches of parts as the sketch of the whole', () => {
  const buckets = new MagnitudeBuckets(0.01);
  const parts = fc.constantFrom(comparableValue, latency).chain((value) => fc.array(fc.array(value), { maxLength: 6 }));
  fc.assert(
    fc.property(parts, quantiles, (observed, wanted) => {
      const union = quantilesOf(
        observed.map((part) => sketchOf(part, buckets)),
        wanted,
        buckets,
      );
      expect(union).toEqual(quantilesOf([sketchOf(observed.flat(), buckets)], wanted, buckets));
    }),
  );
});

it('does not depend on the order of the observations', () => {
  const buckets = new MagnitudeBuckets(0.01);
  const shuffled = values.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(shuffled, quantiles, ([one, other], wanted) => {
      const [first, second] = [one, other].map((observed) => quantilesOf([sketchOf(observed, buckets)], wanted, buckets));
      expect(first).toEqual(second);
    }),
  );
});

/** Steps of time: mostly small, some far, some back, some no time at all. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 5, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 10, 0.1) },
  { weight: 1, arbitrary: fc.constantFrom(1000, 1e9, -1, -1000, NaN, Infinity, -Infinity) },
);
const windowOptions = fc.record({ maxAgeSeconds: fc.constantFrom(0.3, 1, 7, 10, 50, 600), ageBuckets: fc.integer({ min: 1, max: 7 }) });

/** All observations with the part of time that they belong to. */
class NaiveWindow {
  readonly #partSeconds: number;
  readonly #ageBuckets: number;
  readonly #observed: { readonly part: number; readonly value: number }[] = [];
  #latest = -Infinity;

  constructor(options: { readonly maxAgeSeconds: number; readonly ageBuckets: number }) {
    this.#partSeconds = options.maxAgeSeconds / options.ageBuckets;
    this.#ageBuckets = options.ageBuckets;
  }

  observe(value: number, now: number): void {
    this.#observed.push({ part: this.#partAt(now), value });
  }

  values(now: number): number[] {
    const oldest = this.#partAt(now) - this.#ageBuckets + 1;
    return this.#observed.filter(({ part }) => part >= oldest).map(({ value }) => value);
  }

  #partAt(now: number): number {
    if (Number.isFinite(now)) this.#latest = Math.max(this.#latest, now);
    const near = Math.floor(this.#latest / this.#partSeconds);
    return [near + 1, near, near - 1].find((part) => part * this.#partSeconds <= this.#latest)!;
  }
}

it('covers exactly the parts of the window, however time passes', () => {
  const history = fc.array(fc.tuple(step, fc.oneof(comparableValue, fc.constantFrom(0, 1, 2, Infinity, -Infinity))), { maxLength: 150 });
  fc.assert(
    fc.property(windowOptions, fc.double({ min: -1e6, max: 1e9, noNaN: true }), history, (options, start, steps) => {
      const subject = new SlidingQuantiles(checkQuantileWindow(options, 'Summary "x"'));
      const model = new NaiveWindow(options);
      let now = start;
      for (const [seconds, value] of steps) {
        const next = now + seconds;
        if (Number.isFinite(next)) now = next;
        subject.observe(value, next);
        model.observe(value, next);
        const left = model.values(next);
        const least = left.reduce((min, each) => Math.min(min, each), Infinity);
        const greatest = left.reduce((max, each) => Math.max(max, each), -Infinity);
        expect(subject.quantiles([0, 1], next)).toEqual([least, greatest]);
        for (const q of [0.25, 0.5, 0.9]) expectGuarantee(subject.quantile(q, next), left, q, 0.01);
      }
      const later = now + options.maxAgeSeconds / 2;
      expectGuarantee(subject.quantile(0.5, later), model.values(later), 0.5, 0.01);
    }),
    { numRuns: 300 },
  );
});

it('gives all quantiles at once as it gives each', () => {
  fc.assert(
    fc.property(values, quantiles, (observed, wanted) => {
      const subject = new SlidingQuantiles(checkQuantileWindow({}, 'Summary "x"'));
      observed.forEach((value, i) => subject.observe(value, i));
      const now = observed.length;
      expect(subject.quantiles(wanted, now)).toEqual(wanted.map((q) => subject.quantile(q, now)));
    }),
  );
});
