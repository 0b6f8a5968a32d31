import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_TYPES } from './active-products.ts';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { generateWorld } from './generation.ts';

describe('ActiveProducts', () => {
  it('lists the active products of each set of types in ascending order, after any switches', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.array(fc.nat(11)), (seed, switches) => {
        const { market, products } = generateWorld(CLASSIC_PARAMETERS, seed);
        for (const product of switches) {
          if (products.active[product] === 1) market.deactivate(product);
          else market.activate(product);
        }
        for (let types = 0; types <= ALL_TYPES; types += 1) {
          const isListed = (_: unknown, product: number): boolean =>
            products.active[product] === 1 && (types & (1 << products.type[product]!)) !== 0;
          const expected = products.slug.map((_, product) => product).filter(isListed);
          const listed = Array.from({ length: market.active.count(types) }, (_, index) => market.active.product(types, index));
          expect(listed).toEqual(expected);
        }
      }),
    );
  });
});
