/**
 * One company's try to buy. Prices are constant while companies act and stocks only fall, so nothing is searched: the
 * market knows its cheapest line and who has a product in stock.
 */
import { ALL_TYPES } from './active-products.ts';
import { FAILURE_REASONS, STRATEGIES } from './parameters.ts';
import type { World } from './world.ts';

const CHEAPEST = STRATEGIES.indexOf('cheapest');
const NO_ACTIVE_PRODUCT = FAILURE_REASONS.indexOf('no_active_product');
const NO_STOCK = FAILURE_REASONS.indexOf('no_stock');
const NO_BUDGET = FAILURE_REASONS.indexOf('no_budget');
const NONE = -1;

/**
 * Lets a company try to buy by its strategy, and leaves one row in `world.attempts`. What was bought has left the
 * supplier and been paid for; `deliverPurchases` hands it over.
 *
 * `cheapest` takes the line with the lowest price over all active products; it fails when no product is active, when
 * none of the active ones is in stock, or when the lowest price exceeds the budget (the row then names that line).
 * `by_type` takes a random active product of the preferred types, then a random one of its lines with stock; it fails
 * when no such product is active, when the product has no stock (the row names it), or when the price exceeds the
 * budget (the row names the line).
 */
export function attemptPurchase(world: World, company: number, turn: number): void {
  const strategy = world.companies.strategy[company]!;
  world.attempts.begin(company, strategy);
  world.streams.purchase.at(turn, company);
  const line = strategy === CHEAPEST ? chooseCheapest(world) : chooseByType(world, company);
  if (line !== NONE) buy(world, company, line);
}

function chooseCheapest(world: World): number {
  const line = world.market.cheapestLine();
  if (line === NONE) world.attempts.fail(world.market.active.count(ALL_TYPES) === 0 ? NO_ACTIVE_PRODUCT : NO_STOCK);
  else world.attempts.chooseProduct(world.lines.product[line]!);
  return line;
}

function chooseByType(world: World, company: number): number {
  const { active, stocked } = world.market;
  const types = world.companies.preferredTypes[company]!;
  const products = active.count(types);
  if (products === 0) {
    world.attempts.fail(NO_ACTIVE_PRODUCT);
    return NONE;
  }
  const product = active.product(types, world.streams.purchase.integer(0, products - 1));
  world.attempts.chooseProduct(product);
  const suppliers = stocked.count(product);
  if (suppliers === 0) {
    world.attempts.fail(NO_STOCK);
    return NONE;
  }
  return stocked.line(product, world.streams.purchase.integer(0, suppliers - 1));
}

/** Buys 1 … min(most units of an attempt, what the budget pays for, the line's stock) units, each equally likely. */
function buy(world: World, company: number, line: number): void {
  const { accounts, attempts, chart, lines, market, parameters } = world;
  const rules = parameters.companies;
  const price = market.linePrice(line);
  const supplier = lines.supplier[line]!;
  attempts.chooseSupplier(supplier, price);
  const affordable = Math.floor(world.companies.budget[company]! / price);
  if (affordable < 1) {
    attempts.fail(NO_BUDGET);
    return;
  }
  const most = price > rules.expensiveAboveCents ? rules.maxQuantityExpensive : rules.maxQuantity;
  const quantity = world.streams.purchase.integer(1, Math.min(most, affordable, lines.stock[line]!));
  accounts.transfer(chart.company(company), chart.supplier(supplier), quantity * price);
  market.sell(line, quantity);
  attempts.buy(quantity, quantity * price);
}
