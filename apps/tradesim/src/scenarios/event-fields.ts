/** The fields of the section `events`; the numbers are those of the scenario `classic`. */
import { PERCENT, PROBABILITY, SHARE_PERCENT, TURNS, TURNS_OR_NONE, UNITS_OR_NONE, WHOLE_EUROS } from './bounds.ts';
import { number, range, section } from './field.ts';

const inflation = section('A product, or all active products of a type, become dearer.', {
  probability: number(PROBABILITY, 0.2, 'Chance of the event when events are drawn.'),
  risePercent: range(PERCENT, { min: 30, max: 60 }, 'Rise of the price, drawn uniformly per product.'),
  penaltyPercent: number(
    PERCENT,
    15,
    'Percentage points taken off the rise of a product that is still within `penaltyTurns` of its last inflation.',
  ),
  penaltyTurns: number(TURNS_OR_NONE, 50, 'How long after an inflation the next one of the same product is penalised.'),
  minRisePercent: number(PERCENT, 5, 'Least rise after the penalty.'),
  returnAfterTurns: number(TURNS, 30, 'Turns from the last inflation of a product to the first move of its price back.'),
  returnTurns: number(TURNS, 15, 'Turns the price takes to move back, in equal parts.'),
  returnAbovePercent: number(PERCENT, 10, 'How far above its origin a price ends its return; a price that is already lower stays.'),
  maxTimesOrigin: number(
    { unit: 'times the origin', min: 1, max: 100, decimals: 2 },
    10,
    'No rise lifts a price above this many times its origin, the price at generation.',
  ),
});

const budgetRecharge = section('The treasury pays companies.', {
  probability: number(PROBABILITY, 0.5, 'Chance of the event when events are drawn.'),
  companyProbability: number(PROBABILITY, 0.7, 'Chance of each company to be paid.'),
  amountEuros: range(WHOLE_EUROS, { min: 4_000, max: 8_000 }, 'Amount per company, drawn uniformly in whole euros.'),
});

const restock = section('Suppliers receive goods; for each chosen product it is one random supplier that carries it.', {
  probability: number(PROBABILITY, 0.5, 'Chance of the event when events are drawn.'),
  productProbability: number(PROBABILITY, 0.3, 'Chance of each active product that a supplier carries.'),
  quantityUnits: range(UNITS_OR_NONE, { min: 10, max: 50 }, 'Quantity per product, drawn uniformly.'),
});

const availability = section('Some active products are switched off, some inactive ones on.', {
  probability: number(PROBABILITY, 0.15, 'Chance of the event when events are drawn.'),
  sharePercent: number(SHARE_PERCENT, 20, 'Share of the active switched off (at least one) and of the inactive switched on; rounded up.'),
});

const supplierRecharge = section('Suppliers refill the lines they still have in stock.', {
  probability: number(PROBABILITY, 0.4, 'Chance of the event in such a turn.'),
  intervalTurns: number(TURNS, 20, 'The event is drawn when the turn is a multiple of this.'),
  supplierProbability: number(PROBABILITY, 0.4, 'Chance of each supplier to be chosen.'),
  productProbability: number(PROBABILITY, 0.6, 'Chance of each active product the supplier still holds.'),
  quantityUnits: range(UNITS_OR_NONE, { min: 10, max: 50 }, 'Quantity per line, drawn uniformly.'),
});

export const eventFields = section('Random events.', {
  intervalTurns: number(TURNS, 2, 'Events are drawn when the turn is a multiple of this; `supplierRecharge` has its own interval.'),
  inflation,
  budgetRecharge,
  restock,
  availability,
  supplierRecharge,
});
