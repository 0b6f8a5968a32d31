import { describe, expect, it } from 'vitest';
import { COMPANY_NAMES, COMPANY_SUFFIXES } from './company-names.ts';
import { NameList, SlugRegistry } from './naming.ts';
import { PRODUCT_TYPES } from './parameters.ts';
import { PRODUCT_NAMES, PRODUCT_SUFFIXES } from './product-names.ts';
import { SUPPLIER_NAMES, SUPPLIER_SUFFIXES } from './supplier-names.ts';

describe('NameList', () => {
  const names = new NameList({ firstNames: 2, suffixes: ['North', 'South'], offset: 1 });
  const first = ['Alder', 'Birch'];

  it('gives the first names, then each with each suffix, then with a number', () => {
    const given = Array.from({ length: 12 }, (_, entity) => names.complete(entity, first[names.firstName(entity)]!));
    expect(given).toEqual([
      'Birch',
      'Alder',
      'Birch North',
      'Alder North',
      'Birch South',
      'Alder South',
      'Birch North 2',
      'Alder North 2',
      'Birch South 2',
      'Alder South 2',
      'Birch North 3',
      'Alder North 3',
    ]);
  });
});

describe('SlugRegistry', () => {
  it('makes slugs of lower-case letters, digits and single hyphens', () => {
    const slugs = new SlugRegistry([]);
    expect(['Café  & Söhne', ' Oak timber ', 'Line-2'].map((name) => slugs.register(name))).toEqual(['cafe-sohne', 'oak-timber', 'line-2']);
  });

  it('numbers a slug that is taken or reserved', () => {
    const slugs = new SlugRegistry(['treasury']);
    expect(['Treasury', 'Oak', 'Oak 2', 'Oak', 'Oak'].map((name) => slugs.register(name))).toEqual([
      'treasury-2',
      'oak',
      'oak-2',
      'oak-3',
      'oak-4',
    ]);
  });
});

describe('the name lists', () => {
  const lists = [
    COMPANY_NAMES.map(({ name }) => name),
    SUPPLIER_NAMES.map(({ name }) => name),
    PRODUCT_TYPES.flatMap((type) => PRODUCT_NAMES[type]),
    COMPANY_SUFFIXES,
    SUPPLIER_SUFFIXES,
    PRODUCT_SUFFIXES,
  ];

  it('name nothing twice', () => {
    for (const list of lists) expect(new Set(list).size).toBe(list.length);
  });

  it('have equally many products of each type', () => {
    const sizes = PRODUCT_TYPES.map((type) => PRODUCT_NAMES[type].length);
    expect(new Set(sizes).size).toBe(1);
  });

  it('put each country on one continent', () => {
    const continents = new Map<string, string>();
    for (const { country, continent } of [...COMPANY_NAMES, ...SUPPLIER_NAMES]) {
      expect(continents.get(country) ?? continent).toBe(continent);
      continents.set(country, continent);
    }
  });
});
