import { describe, expect, it } from 'vitest';
import { deactivatedCount, varyAvailability } from './availability.ts';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { generateWorld } from './generation.ts';
import type { World } from './world.ts';

/** A world with a variation each time, unless the probability says otherwise, of whose 30 products the first `active` are active. */
function worldOf(active: number, probability = 1, share = 0.2): World {
  return generateWorld(
    {
      ...CLASSIC_PARAMETERS,
      products: { ...CLASSIC_PARAMETERS.products, count: 30, active: { min: active, max: active } },
      events: { ...CLASSIC_PARAMETERS.events, availability: { probability, share } },
    },
    6,
  );
}

function activeProducts(world: World): Set<number> {
  return new Set([...world.products.active.keys()].filter((product) => world.products.active[product] === 1));
}

describe('deactivatedCount', () => {
  it.each([
    [0, 0],
    [1, 1],
    [4, 1],
    [5, 1],
    [6, 2],
    [10, 2],
    [11, 3],
  ])('switches of %s active products %s off', (active, off) => {
    expect(deactivatedCount(0.2, active)).toBe(off);
  });

  it('switches at least one off, however small the share, and never more than there are', () => {
    expect([deactivatedCount(0, 3), deactivatedCount(0, 0), deactivatedCount(1, 3)]).toEqual([1, 0, 3]);
  });
});

describe('varyAvailability', () => {
  it.each([
    { active: 30, deactivated: 6, activated: 0 },
    { active: 29, deactivated: 6, activated: 1 },
    { active: 12, deactivated: 3, activated: 4 },
    { active: 1, deactivated: 1, activated: 6 },
    { active: 0, deactivated: 0, activated: 6 },
  ])(
    'of $active active of 30 switches $deactivated off, and $activated of those inactive before on',
    ({ active, deactivated, activated }) => {
      const world = worldOf(active);
      const before = activeProducts(world);
      varyAvailability(world, 2);
      const after = activeProducts(world);
      expect([...before].filter((product) => !after.has(product))).toHaveLength(deactivated);
      expect([...after].filter((product) => !before.has(product))).toHaveLength(activated);
      expect(world.record.events.at(-1)).toEqual({ kind: 'availability', deactivated, activated });
      const switched = world.record.events
        .slice(0, -1)
        .map((event) => (event.kind === 'product_switched' ? [event.product, event.active] : event));
      expect(switched).toHaveLength(deactivated + activated);
      for (const [product, isActive] of switched as [number, boolean][]) expect(after.has(product)).toBe(isActive);
    },
  );

  it('chooses each product equally often', () => {
    const counts = new Float64Array(30);
    const world = worldOf(30);
    for (let turn = 1; turn <= 1_500; turn += 1) {
      varyAvailability(world, turn);
      for (const product of activeProducts(world)) counts[product]! += 1;
      for (let product = 0; product < 30; product += 1) world.market.activate(product);
    }
    // Each stays active with probability 0.8; five standard deviations.
    for (const count of counts) expect(Math.abs(count - 1_200)).toBeLessThan(5 * Math.sqrt(1_500 * 0.16));
  });

  it('leaves no record without an event, or with nothing to switch', () => {
    const never = worldOf(30, 0);
    varyAvailability(never, 2);
    expect(never.record.events).toEqual([]);
    const nothing = worldOf(0, 1, 0);
    varyAvailability(nothing, 2);
    expect(nothing.record.events).toEqual([]);
    expect(nothing.record.eventCounts.availability).toBe(0);
  });
});
