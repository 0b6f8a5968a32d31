/** The event that raises prices; what follows it over the next turns is in price-return.ts. */
import { PRODUCT_TYPES } from './parameters.ts';
import { PRICE_PHASES } from './snapshot.ts';
import { halfUp } from './rounding.ts';
import type { EconomyParameters, ProductType } from './parameters.ts';
import type { World } from './world.ts';

export type InflationRules = EconomyParameters['events']['inflation'];

const INFLATED = PRICE_PHASES.indexOf('inflated');

interface Target {
  readonly target: 'product' | 'type';
  readonly type: ProductType | null;
  readonly products: readonly number[];
}

/**
 * Draws whether there is inflation, and raises the price of its target: one random active product, or all active
 * products of one random type that has an active product, half and half. Only products that some supplier has in stock
 * are eligible. Each price rises once.
 */
export function inflate(world: World, turn: number): void {
  const { inflation } = world.streams;
  if (!inflation.at(turn, 0).chance(world.parameters.events.inflation.probability)) return;
  const { target, type, products } = inflation.chance(0.5) ? drawProduct(world) : drawType(world);
  let raised = 0;
  for (const product of products) if (raise(world, product, turn)) raised += 1;
  if (raised > 0) world.record.addSummary({ kind: 'inflation', target, type, products: raised });
}

/**
 * Returns the share by which a price rises: the drawn one, or, when the last inflation is at most `penaltyTurns` turns
 * ago, the drawn one less the penalty, but at least `minRise`.
 */
export function riseAfterPenalty(drawnRise: number, ageTurns: number, rules: InflationRules): number {
  return ageTurns <= rules.penaltyTurns ? Math.max(rules.minRise, drawnRise - rules.penalty) : drawnRise;
}

/** Returns the risen price in cents: half up, at most `maxTimesOrigin` times the origin (rounded down), never a fall. */
export function risenPriceCents(
  price: { readonly currentCents: number; readonly originCents: number },
  rise: number,
  rules: InflationRules,
): number {
  const highest = Math.floor(rules.maxTimesOrigin * price.originCents);
  return Math.max(price.currentCents, Math.min(highest, halfUp(price.currentCents * (1 + rise))));
}

function drawProduct(world: World): Target {
  const eligible = eligibleProducts(world, () => true);
  const products = eligible.length === 0 ? [] : [eligible[world.streams.inflation.integer(0, eligible.length - 1)]!];
  return { target: 'product', type: null, products };
}

function drawType(world: World): Target {
  const types = PRODUCT_TYPES.filter((_, type) => world.market.active.count(1 << type) > 0);
  if (types.length === 0) return { target: 'type', type: null, products: [] };
  const type = types[world.streams.inflation.integer(0, types.length - 1)]!;
  const typeIndex = PRODUCT_TYPES.indexOf(type);
  return { target: 'type', type, products: eligibleProducts(world, (product) => world.products.type[product] === typeIndex) };
}

function eligibleProducts(world: World, isTarget: (product: number) => boolean): number[] {
  const eligible: number[] = [];
  for (let product = 0; product < world.products.count; product += 1) {
    if (world.products.active[product] === 1 && world.market.stocked.count(product) > 0 && isTarget(product)) eligible.push(product);
  }
  return eligible;
}

/** Returns whether the price changed; a product whose price does not keeps all its state. */
function raise(world: World, product: number, turn: number): boolean {
  const { products } = world;
  const rules = world.parameters.events.inflation;
  const currentCents = products.price[product]!;
  const drawnRise = world.streams.inflationRise.at(turn, product).uniform(rules.rise.min, rules.rise.max);
  const rise = riseAfterPenalty(drawnRise, turn - products.lastInflationTurn[product]!, rules);
  const price = risenPriceCents({ currentCents, originCents: products.originPrice[product]! }, rise, rules);
  if (price === currentCents) return false;
  products.lastInflationTurn[product] = turn;
  products.inflatedPrice[product] = price;
  products.phase[product] = INFLATED;
  world.market.setPrice(product, price);
  world.record.addChange({ kind: 'price_changed', product, price, cause: 'inflation' });
  return true;
}
