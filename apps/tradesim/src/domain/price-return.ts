/** The phase in which prices adjust: inflated prices wait, then return in equal steps towards their origin. */
import { PRICE_PHASES } from './snapshot.ts';
import { halfUp } from './rounding.ts';
import type { InflationRules } from './inflation.ts';
import type { World } from './world.ts';

const NORMAL = PRICE_PHASES.indexOf('normal');
const RETURNING = PRICE_PHASES.indexOf('returning');

/**
 * Moves each inflated product on by one turn. Its age is the turns since its last inflation: from age `returnAfterTurns`
 * on the price takes `returnTurns` steps, the first one at that age, and after the last one the product is normal again.
 * A new inflation sets the age to 0 and so cancels a return. A step that does not change the cents leaves no record.
 */
export function returnPrices(world: World, turn: number): void {
  const { phase, lastInflationTurn, count } = world.products;
  const rules = world.parameters.events.inflation;
  for (let product = 0; product < count; product += 1) {
    if (phase[product] === NORMAL) continue;
    const step = turn - lastInflationTurn[product]! - rules.returnAfterTurns + 1;
    if (step < 1) continue;
    phase[product] = step < rules.returnTurns ? RETURNING : NORMAL;
    takeStep(world, product, step);
  }
}

/**
 * Returns the price in cents after a step of a return, 1 … `returnTurns`: on the line from the inflated price to
 * origin × (1 + `returnAbove`), or to the inflated price itself where that is lower; half up at each step.
 */
function returnedPriceCents(
  price: { readonly inflatedCents: number; readonly originCents: number },
  step: number,
  rules: InflationRules,
): number {
  const finalCents = Math.min(price.inflatedCents, halfUp(price.originCents * (1 + rules.returnAbove)));
  return halfUp(price.inflatedCents - ((price.inflatedCents - finalCents) * step) / rules.returnTurns);
}

function takeStep(world: World, product: number, step: number): void {
  const { price, inflatedPrice, originPrice } = world.products;
  const cents = { inflatedCents: inflatedPrice[product]!, originCents: originPrice[product]! };
  const returned = returnedPriceCents(cents, step, world.parameters.events.inflation);
  if (returned === price[product]) return;
  world.market.setPrice(product, returned);
  world.record.addChange({ kind: 'price_changed', product, price: returned, cause: 'return' });
}
