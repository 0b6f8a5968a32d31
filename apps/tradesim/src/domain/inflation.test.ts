import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { generateWorld } from './generation.ts';
import { inflate, risenPriceCents, riseAfterPenalty } from './inflation.ts';
import { PRODUCT_TYPES } from './parameters.ts';
import { returnPrices } from './price-return.ts';
import { PRICE_PHASES } from './snapshot.ts';
import type { EconomyEvent } from './economy-event.ts';
import type { InflationRules } from './inflation.ts';
import type { World } from './world.ts';

const RULES = CLASSIC_PARAMETERS.events.inflation;
const PRODUCT = 0;

/** A world with certain inflation of exactly 50 %; product 0 costs 1,000 cents and is the only one in stock. */
function worldOf(rules: Partial<InflationRules> = {}): World {
  const inflation = { ...RULES, probability: 1, rise: { min: 0.5, max: 0.5 }, ...rules };
  const world = generateWorld({ ...CLASSIC_PARAMETERS, events: { ...CLASSIC_PARAMETERS.events, inflation } }, 2);
  world.lines.stock.forEach((stock, line) => {
    if (stock > 0 && world.lines.product[line] !== PRODUCT) world.market.sell(line, stock);
  });
  world.products.originPrice[PRODUCT] = 1_000;
  world.market.setPrice(PRODUCT, 1_000);
  return world;
}

/** Runs inflation from `turn` on until it hits product 0, and returns the turn of the hit. */
function inflateFrom(world: World, turn: number): number {
  for (let each = turn; each < turn + 100; each += 1) {
    world.record.begin();
    inflate(world, each);
    if (world.record.eventCounts.inflation === 1) return each;
  }
  throw new Error(`Inflation: expected an event within 100 turns of turn ${turn}, got none.`);
}

function phaseOf(world: World): string {
  return PRICE_PHASES[world.products.phase[PRODUCT]!]!;
}

/** The price of product 0 after phase 5 of each of these turns, with its phase. */
function courseOf(world: World, from: number, to: number): [number, number, string][] {
  const course: [number, number, string][] = [];
  for (let turn = from; turn <= to; turn += 1) {
    world.record.begin();
    returnPrices(world, turn);
    course.push([turn, world.products.price[PRODUCT]!, phaseOf(world)]);
  }
  return course;
}

function pricesOf(events: readonly EconomyEvent[]): number[] {
  return events.flatMap((event) => (event.kind === 'price_changed' ? [event.price] : []));
}

describe('riseAfterPenalty', () => {
  it.each([
    { drawn: 0.4, age: Infinity, rise: 0.4 },
    { drawn: 0.4, age: 51, rise: 0.4 },
    { drawn: 0.4, age: 50, rise: 0.25 },
    { drawn: 0.4, age: 2, rise: 0.25 },
    { drawn: 0.18, age: 2, rise: 0.05 },
  ])('makes $rise of $drawn when the last inflation is $age turns ago', ({ drawn, age, rise }) => {
    expect(riseAfterPenalty(drawn, age, RULES)).toBe(rise);
  });
});

describe('risenPriceCents', () => {
  it.each([
    { currentCents: 1_000, originCents: 1_000, rise: 0.3, expected: 1_300 },
    { currentCents: 1_001, originCents: 1_000, rise: 0.5, expected: 1_502 },
    { currentCents: 8_000, originCents: 1_000, rise: 0.5, expected: 10_000 },
    { currentCents: 10_000, originCents: 1_000, rise: 0.5, expected: 10_000 },
    { currentCents: 1, originCents: 1, rise: 0.3, expected: 1 },
  ])('lifts $currentCents by $rise to $expected, of origin $originCents', ({ expected, rise, ...price }) => {
    expect(risenPriceCents(price, rise, RULES)).toBe(expected);
  });

  it('never exceeds the highest price nor falls below the current one', () => {
    expect(risenPriceCents({ currentCents: 100, originCents: 101 }, 9, { ...RULES, maxTimesOrigin: 2.5 })).toBe(252);
    expect(risenPriceCents({ currentCents: 300, originCents: 101 }, 9, { ...RULES, maxTimesOrigin: 2.5 })).toBe(300);
  });
});

describe('inflate', () => {
  it('raises the price once per event, and records the change before its summary', () => {
    const world = worldOf();
    inflateFrom(world, 2);
    const [change, summary] = world.record.events;
    expect(world.record.events).toHaveLength(2);
    expect(change).toEqual({ kind: 'price_changed', product: PRODUCT, price: 1_500, cause: 'inflation' });
    expect(summary).toMatchObject({ kind: 'inflation', products: 1 });
    expect(world.products.price[PRODUCT]).toBe(1_500);
  });

  it('penalises a second inflation within the window, also after the return has ended', () => {
    const world = worldOf();
    const first = inflateFrom(world, 2);
    courseOf(world, first, first + 44);
    expect([world.products.price[PRODUCT], phaseOf(world)]).toEqual([1_100, 'normal']);
    const second = inflateFrom(world, first + 45);
    expect(second - first).toBeLessThanOrEqual(50);
    // 50 % less 15 %.
    expect(world.products.price[PRODUCT]).toBe(1_485);
  });

  it('does not penalise an inflation after the window', () => {
    const world = worldOf();
    const first = inflateFrom(world, 2);
    courseOf(world, first, first + 44);
    inflateFrom(world, first + 51);
    expect(world.products.price[PRODUCT]).toBe(1_650);
  });

  it('leaves no record and no trace when the price is at its cap', () => {
    const world = worldOf({ maxTimesOrigin: 1.5 });
    const first = inflateFrom(world, 2);
    for (let turn = first + 1; turn < first + 30; turn += 1) {
      world.record.begin();
      inflate(world, turn);
      expect(world.record.events).toEqual([]);
      expect(world.record.eventCounts.inflation).toBe(0);
    }
    expect(world.products.lastInflationTurn[PRODUCT]).toBe(first);
  });

  it('reaches only active products that some supplier has in stock', () => {
    const world = worldOf();
    for (let turn = 2; turn < 200; turn += 2) inflate(world, turn);
    expect([...world.products.phase].filter((phase) => phase > 0)).toHaveLength(1);
    const off = worldOf();
    off.market.deactivate(PRODUCT);
    for (let turn = 2; turn < 200; turn += 2) inflate(off, turn);
    expect(off.record.events).toEqual([]);
  });

  it('hits one product or all eligible products of one type, about half and half', () => {
    const parameters = {
      ...CLASSIC_PARAMETERS,
      events: { ...CLASSIC_PARAMETERS.events, inflation: { ...RULES, probability: 1, maxTimesOrigin: 1e6 } },
    };
    const world = generateWorld(parameters, 8);
    let types = 0;
    for (let turn = 1; turn <= 400; turn += 1) {
      world.products.price.set(world.products.originPrice);
      world.record.begin();
      inflate(world, turn);
      const summary = world.record.events.at(-1)!;
      if (summary.kind !== 'inflation') throw new Error('expected a summary');
      expect(world.record.events).toHaveLength(summary.products + 1);
      if (summary.target === 'type') types += 1;
      const typeIndex = summary.type === null ? -1 : PRODUCT_TYPES.indexOf(summary.type);
      const isEligible = (product: number): boolean => world.products.active[product] === 1 && world.market.stocked.count(product) > 0;
      const ofType = [...world.products.type.keys()].filter((product) => isEligible(product) && world.products.type[product] === typeIndex);
      expect(summary.products).toBe(summary.target === 'product' ? 1 : ofType.length);
    }
    // Four standard deviations of the binomial distribution.
    expect(Math.abs(types - 200)).toBeLessThan(40);
  });

  it('happens as often as its probability says', () => {
    const world = worldOf({ probability: 0.2, maxTimesOrigin: 1e9, rise: { min: 0.01, max: 0.01 }, penalty: 0 });
    world.market.setPrice(PRODUCT, 1_000);
    let events = 0;
    for (let turn = 1; turn <= 2_000; turn += 1) {
      world.record.begin();
      world.products.price[PRODUCT] = 1_000;
      inflate(world, turn);
      events += world.record.eventCounts.inflation;
    }
    const types = PRODUCT_TYPES.filter((_, type) => world.market.active.count(1 << type) > 0).length;
    // A random type is that of product 0 once in `types`; a random eligible product always is product 0.
    const expected = 2_000 * 0.2 * (0.5 + 0.5 / types);
    expect(Math.abs(events - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});

describe('the course of an inflation', () => {
  it('waits 30 turns, then returns in 15 equal steps to 1.1 × origin', () => {
    const world = worldOf();
    const hit = inflateFrom(world, 2);
    // From 1,500 to 1,100: 400 cents in 15 steps of 26.67.
    const steps = [1_473, 1_447, 1_420, 1_393, 1_367, 1_340, 1_313, 1_287, 1_260, 1_233, 1_207, 1_180, 1_153, 1_127, 1_100];
    const course = courseOf(world, hit, hit + 46);
    const waiting = Array.from({ length: 30 }, (_, age) => [hit + age, 1_500, 'inflated']);
    const returning = steps.map((price, step) => [hit + 30 + step, price, step === 14 ? 'normal' : 'returning']);
    const after = [45, 46].map((age) => [hit + age, 1_100, 'normal']);
    expect(course).toEqual([...waiting, ...returning, ...after]);
  });

  it('records each step that changes the cents, and no other', () => {
    const world = worldOf({ rise: { min: 0.103, max: 0.103 } });
    const hit = inflateFrom(world, 2);
    const recorded: [number, number][] = [];
    for (let turn = hit; turn <= hit + 50; turn += 1) {
      world.record.begin();
      returnPrices(world, turn);
      for (const price of pricesOf(world.record.events)) recorded.push([turn - hit, price]);
    }
    // From 1,103 to 1,100 in 15 steps of a fifth of a cent; the first one is at age 30.
    expect(recorded).toEqual([
      [32, 1_102],
      [37, 1_101],
      [42, 1_100],
    ]);
  });

  it('stays where it is when the inflated price is below the final one', () => {
    const world = worldOf({ rise: { min: 0.04, max: 0.04 } });
    const hit = inflateFrom(world, 2);
    const course = courseOf(world, hit, hit + 45);
    expect(new Set(course.map(([, price]) => price))).toEqual(new Set([1_040]));
    expect(course.map(([, , phase]) => phase)).toEqual([
      ...Array.from({ length: 30 }, () => 'inflated'),
      ...Array.from({ length: 14 }, () => 'returning'),
      'normal',
      'normal',
    ]);
  });

  it('starts anew when a new inflation comes during the return', () => {
    const world = worldOf();
    const hit = inflateFrom(world, 2);
    const course = courseOf(world, hit, hit + 35);
    expect(course.at(-1)).toEqual([hit + 35, 1_340, 'returning']);
    const second = inflateFrom(world, hit + 36);
    // 1,340 × 1.35, penalised.
    expect([world.products.price[PRODUCT], phaseOf(world)]).toEqual([1_809, 'inflated']);
    const again = courseOf(world, second, second + 44);
    expect(again.slice(0, 30).every(([, price, phase]) => price === 1_809 && phase === 'inflated')).toBe(true);
    // From 1,809 to 1,100 in 15 steps of 47.27.
    expect(again[30]).toEqual([second + 30, 1_762, 'returning']);
    expect(again.at(-1)).toEqual([second + 44, 1_100, 'normal']);
  });
});
