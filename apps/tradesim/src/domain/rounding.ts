/** Rounds cents >= 0 half up. */
export function halfUp(cents: number): number {
  return Math.floor(cents + 0.5);
}

/** Returns a supplier's price in cents: the product's price times the line's factor, half up, at least 1 cent. */
export function linePriceCents(productPriceCents: number, factor: number): number {
  return Math.max(1, halfUp(productPriceCents * factor));
}

/**
 * Returns that share of `count`, rounded up to whole units. The binary error of a share like 0.07, of which 100 would
 * make 7.000000000000001, does not count as a unit.
 */
export function shareRoundedUp(share: number, count: number): number {
  return Math.max(0, Math.ceil(share * count - 1e-9));
}
