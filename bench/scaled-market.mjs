// The classic market for more companies: products and suppliers grow with the square root of the factor, stocks with
// the rest. Suppliers carry more products and restock more, so that at least 80 % of the attempts are completed.

/**
 * @param {number} companies
 * @returns {string[]} Overrides of the preset `classic`.
 */
export function scaledMarket(companies) {
  const factor = companies / 3;
  if (factor <= 1) return [];
  const kinds = Math.round(Math.sqrt(factor));
  const units = factor / kinds;
  /** @param {number} classicUnits */
  const stock = (classicUnits) => Math.round(classicUnits * units);
  return [
    `companies.count=${companies}`,
    `products.count=${12 * kinds}`,
    `products.active.min=${8 * kinds}`,
    `products.active.max=${12 * kinds}`,
    `suppliers.count=${5 * kinds}`,
    'suppliers.productsEach.min=6',
    'suppliers.productsEach.max=16',
    `suppliers.stockUnits.min=${stock(10)}`,
    `suppliers.stockUnits.max=${stock(200)}`,
    `suppliers.priceFactor.stockReferenceUnits=${stock(50)}`,
    `suppliers.priceFactor.stockRangeUnits=${stock(1000)}`,
    `events.restock.quantityUnits.min=${stock(50)}`,
    `events.restock.quantityUnits.max=${stock(100)}`,
    `events.supplierRecharge.quantityUnits.min=${stock(10)}`,
    `events.supplierRecharge.quantityUnits.max=${stock(50)}`,
  ];
}
