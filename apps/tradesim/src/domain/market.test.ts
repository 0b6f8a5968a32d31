import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { generateWorld } from './generation.ts';
import type { World } from './world.ts';

const PARAMETERS = {
  ...CLASSIC_PARAMETERS,
  products: { count: 20, active: { min: 5, max: 20 }, priceCents: { min: 1, max: 6 } },
  suppliers: { ...CLASSIC_PARAMETERS.suppliers, count: 6, stockUnits: { min: 0, max: 3 } },
};

/** With so many products, changes of a few are replayed one by one and changes of many all at once. */
const MANY_PRODUCTS = { ...PARAMETERS, products: { ...PARAMETERS.products, count: 100, active: { min: 60, max: 100 } } };

/** Scans all lines for the lowest price; prices of a few cents make ties common. */
function cheapestByScan({ lines, market, products }: World): number {
  let best = -1;
  const order = (line: number): number[] => [market.linePrice(line), lines.product[line]!, lines.factor[line]!, line];
  for (let line = 0; line < lines.count; line += 1) {
    if (lines.stock[line] === 0 || products.active[lines.product[line]!] === 0) continue;
    if (best < 0 || isBefore(order(line), order(best))) best = line;
  }
  return best;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const differing = one.findIndex((value, index) => value !== other[index]);
  return differing >= 0 && one[differing]! < other[differing]!;
}

interface Change {
  readonly kind: 'sell' | 'produce' | 'price' | 'switch';
  readonly entity: number;
  readonly value: number;
}

function apply(world: World, { kind, entity, value }: Change): void {
  const { lines, market, products } = world;
  const line = entity % lines.count;
  const product = entity % products.count;
  if (kind === 'sell' && lines.stock[line]! > 0) market.sell(line, 1 + (value % lines.stock[line]!));
  if (kind === 'produce') market.produce(line, 1 + (value % 3));
  if (kind === 'price') market.setPrice(product, 1 + (value % 6));
  if (kind === 'switch' && products.active[product] === 1) market.deactivate(product);
  else if (kind === 'switch') market.activate(product);
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('sell', 'sell', 'sell', 'produce', 'price', 'switch'),
  entity: fc.nat(1_000),
  value: fc.nat(100),
});

describe('Market', () => {
  it('knows the cheapest line after any changes', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.array(change, { maxLength: 200 }), (seed, changes) => {
        const world = generateWorld(PARAMETERS, seed);
        for (const each of changes) {
          apply(world, each);
          expect(world.market.cheapestLine()).toBe(cheapestByScan(world));
        }
      }),
    );
  });

  it('knows the cheapest line after several changes at once', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 10 }), (seed, batches) => {
        const world = generateWorld(MANY_PRODUCTS, seed);
        for (const batch of batches) {
          for (const each of batch) apply(world, each);
          expect(world.market.cheapestLine()).toBe(cheapestByScan(world));
        }
      }),
    );
  });

  it('lists the lines with stock in ascending order of price, and adds up stocks for products and suppliers', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.array(change, { maxLength: 200 }), (seed, changes) => {
        const world = generateWorld(PARAMETERS, seed);
        for (const each of changes) apply(world, each);
        expectListsToAgree(world);
      }),
    );
  });

  it('offers nothing when no active product is in stock', () => {
    const world = generateWorld(PARAMETERS, 1);
    for (let product = 0; product < world.products.count; product += 1) world.market.deactivate(product);
    expect(world.market.cheapestLine()).toBe(-1);
    expect(world.market.cheapestPrice()).toBe(Infinity);
  });
});

function expectListsToAgree({ lines, market, products, suppliers }: World): void {
  const rows = Array.from({ length: lines.count }, (_, line) => line);
  for (let product = 0; product < products.count; product += 1) {
    const ofProduct = rows.filter((line) => lines.product[line] === product);
    const stocked = ofProduct.filter((line) => lines.stock[line]! > 0).toSorted((a, b) => lines.factor[a]! - lines.factor[b]! || a - b);
    const listed = Array.from({ length: market.stocked.count(product) }, (_, index) => market.stocked.line(product, index));
    expect(listed).toEqual(stocked);
    expect(products.stockUnits[product]).toBe(ofProduct.reduce((sum, line) => sum + lines.stock[line]!, 0));
  }
  for (let supplier = 0; supplier < suppliers.count; supplier += 1) {
    const held = rows.filter((line) => lines.supplier[line] === supplier).reduce((sum, line) => sum + lines.stock[line]!, 0);
    expect(suppliers.stockUnits[supplier]).toBe(held);
  }
}
