import { NameList } from './naming.ts';
import { PRODUCT_NAMES, PRODUCT_SUFFIXES } from './product-names.ts';
import { PRODUCT_TYPES } from './parameters.ts';
import type { ProductColumns } from './snapshot.ts';
import type { GenerationOptions } from './generation-options.ts';

/** The products' columns, as the rules use them. */
export interface Products extends ProductColumns {
  readonly name: readonly string[];
  /** Index into PRODUCT_TYPES. */
  readonly type: Uint8Array;
  /** The turn of the last inflation; -Infinity before the first. */
  readonly lastInflationTurn: Float64Array;
  /** Cents; the price the last inflation led to. */
  readonly inflatedPrice: Float64Array;
  /** Units that existed at generation. */
  readonly initialUnits: Float64Array;
  /** Units produced since. */
  readonly producedUnits: Float64Array;
  /** Units held by all companies together. */
  readonly companyUnits: Float64Array;
}

const NAMES_STREAM_ENTITY = 1;

/** Generates the products; their stock comes with the lines. The first ones are active. */
export function generateProducts(options: GenerationOptions): Products {
  const { count, active, priceCents } = options.parameters.products;
  const products = emptyProducts(count);
  const activeCount = options.streams.activeProducts.at(0, 0).integer(active.min, active.max);
  for (let product = 0; product < count; product += 1) {
    const price = options.streams.product.at(0, product).integer(priceCents.min, priceCents.max);
    products.price[product] = price;
    products.originPrice[product] = price;
    products.active[product] = product < activeCount ? 1 : 0;
  }
  return { ...products, ...nameProducts(options, products.type) };
}

function emptyProducts(count: number): Omit<Products, 'name' | 'slug'> {
  return {
    count,
    price: new Float64Array(count),
    originPrice: new Float64Array(count),
    active: new Uint8Array(count),
    stockUnits: new Float64Array(count),
    phase: new Uint8Array(count),
    type: new Uint8Array(count),
    lastInflationTurn: new Float64Array(count).fill(-Infinity),
    inflatedPrice: new Float64Array(count),
    initialUnits: new Float64Array(count),
    producedUnits: new Float64Array(count),
    companyUnits: new Float64Array(count),
  };
}

/** A product's first name brings its type along, so the types alternate. */
function nameProducts(options: GenerationOptions, type: Uint8Array): { name: string[]; slug: string[] } {
  const firstNames = PRODUCT_TYPES.length * PRODUCT_NAMES.raw_material.length;
  const offset = options.streams.names.at(0, NAMES_STREAM_ENTITY).integer(0, firstNames - 1);
  const names = new NameList({ firstNames, suffixes: PRODUCT_SUFFIXES, offset });
  const name: string[] = [];
  for (let product = 0; product < type.length; product += 1) {
    const firstName = names.firstName(product);
    type[product] = firstName % PRODUCT_TYPES.length;
    const ofType = PRODUCT_NAMES[PRODUCT_TYPES[type[product]!]!];
    name.push(names.complete(product, ofType[Math.floor(firstName / PRODUCT_TYPES.length)]!));
  }
  return { name, slug: name.map((each) => options.slugs.register(each)) };
}
