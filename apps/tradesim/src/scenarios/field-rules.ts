/** The rules between fields. They hold for the effective scenario: defaults, file and overrides together. */
import { isRange, sections } from './field-paths.ts';
import type { LeafPath } from './scenario-fields.ts';

/** How a rule sees the scenario. */
export interface RuleView {
  readonly number: (path: LeafPath) => number;
  /** The path with its value and where it comes from. */
  readonly show: (path: LeafPath) => string;
}

export interface Breach {
  /** The field to complain about. */
  readonly path: LeafPath;
  /** To follow "expected". */
  readonly rule: string;
  readonly recipe: string;
}

export interface FieldRule {
  /** For the reference page: a sentence without its full stop. */
  readonly statement: string;
  readonly paths: readonly LeafPath[];
  readonly breach: (view: RuleView) => Breach | undefined;
}

function atMost(lesser: LeafPath, greater: LeafPath): FieldRule {
  const breach = ({ number, show }: RuleView): Breach | undefined => {
    if (number(lesser) <= number(greater)) return undefined;
    const recipe = `Set ${lesser} to at most ${number(greater)}, or ${greater} to at least ${number(lesser)}.`;
    return { path: lesser, rule: `at most ${show(greater)}`, recipe };
  };
  return { statement: `\`${lesser}\` is at most \`${greater}\``, paths: [lesser, greater], breach };
}

interface ProductLimit {
  readonly count: LeafPath;
  readonly each: LeafPath;
  readonly limit: number;
  readonly why: string;
}

function productAtMost({ count, each, limit, why }: ProductLimit): FieldRule {
  const breach = ({ number, show }: RuleView): Breach | undefined => {
    if (number(count) * number(each) <= limit) return undefined;
    const countLimit = Math.floor(limit / number(each));
    const eachLimit = Math.floor(limit / number(count));
    const recipe = `Set ${count} to at most ${countLimit}, or ${each} to at most ${eachLimit}.`;
    return { path: count, rule: `at most ${countLimit}, since ${count} × ${show(each)} may not exceed ${limit}: ${why}`, recipe };
  };
  return { statement: `\`${count}\` × \`${each}\` is at most ${limit}: ${why}`, paths: [count, each], breach };
}

const STOCK_RANGE = 'suppliers.priceFactor.stockRangeUnits';
const STOCK_REFERENCE = 'suppliers.priceFactor.stockReferenceUnits';
const MAX_STOCK_FACTOR = 10;

/** The largest stock gives the lowest factor: 1 - (stock - reference) / range > 0. */
const positiveFactor: FieldRule = {
  statement: `\`${STOCK_RANGE}\` is more than \`suppliers.stockUnits.max\` - \`${STOCK_REFERENCE}\`, so that every price factor is above 0`,
  paths: [STOCK_RANGE, 'suppliers.stockUnits.max', STOCK_REFERENCE],
  breach: ({ number, show }) => {
    const excess = number('suppliers.stockUnits.max') - number(STOCK_REFERENCE);
    if (number(STOCK_RANGE) > excess) return undefined;
    const rule = `more than ${show('suppliers.stockUnits.max')} - ${show(STOCK_REFERENCE)} = ${excess}, so that every price factor is above 0`;
    const stockLimit = number(STOCK_REFERENCE) + number(STOCK_RANGE) - 1;
    return {
      path: STOCK_RANGE,
      rule,
      recipe: `Set ${STOCK_RANGE} to at least ${excess + 1}, or suppliers.stockUnits.max to at most ${stockLimit}.`,
    };
  },
};

/** The smallest stock gives the highest factor. Without a limit, prices would leave the range of exact cents. */
const boundedFactor: FieldRule = {
  statement: `(\`${STOCK_REFERENCE}\` - \`suppliers.stockUnits.min\`) / \`${STOCK_RANGE}\` is at most ${MAX_STOCK_FACTOR - 1}, so that no price factor exceeds ${MAX_STOCK_FACTOR} before the noise`,
  paths: [STOCK_RANGE, 'suppliers.stockUnits.min', STOCK_REFERENCE],
  breach: ({ number, show }) => {
    const missing = number(STOCK_REFERENCE) - number('suppliers.stockUnits.min');
    const least = Math.ceil(missing / (MAX_STOCK_FACTOR - 1));
    if (number(STOCK_RANGE) >= least) return undefined;
    const rule = `at least a ninth of ${show(STOCK_REFERENCE)} - ${show('suppliers.stockUnits.min')} = ${missing}, so that no price factor exceeds ${MAX_STOCK_FACTOR}`;
    const referenceLimit = number('suppliers.stockUnits.min') + number(STOCK_RANGE) * (MAX_STOCK_FACTOR - 1);
    return {
      path: STOCK_RANGE,
      rule,
      recipe: `Set ${STOCK_RANGE} to at least ${least}, or ${STOCK_REFERENCE} to at most ${referenceLimit}.`,
    };
  },
};

/** `min` is at most `max` in every pair of the table. */
export const pairRules: readonly FieldRule[] = sections
  .filter(([, field]) => isRange(field))
  .map(([path]) => atMost(`${path.join('.')}.min` as LeafPath, `${path.join('.')}.max` as LeafPath));

export const crossFieldRules: readonly FieldRule[] = [
  atMost('products.active.min', 'products.count'),
  atMost('products.active.max', 'products.count'),
  atMost('suppliers.productsEach.min', 'products.count'),
  atMost('suppliers.productsEach.max', 'products.count'),
  atMost('companies.maxQuantityExpensiveUnits', 'companies.maxQuantityUnits'),
  atMost('events.inflation.minRisePercent', 'events.inflation.risePercent.min'),
  positiveFactor,
  boundedFactor,
  productAtMost({ count: 'suppliers.count', each: 'suppliers.productsEach.max', limit: 10_000_000, why: 'each line takes memory' }),
  productAtMost({
    count: 'companies.count',
    each: 'companies.budgetEuros.max',
    limit: 10_000_000_000_000,
    why: 'balances are exact to the cent up to nine times that',
  }),
];
