import { combinations } from '@tradesim/metrics/services';
import { CONTINENTS, STRATEGIES } from '../domain/parameters.ts';
import { countAbove, sum } from './statistics.ts';
import { defineMetrics, gauge } from './turn-view.ts';

const KINDS_OF_COMPANY = combinations({ continent: CONTINENTS, strategy: STRATEGIES });

export const company = defineMetrics('tradesim', {
  companies: gauge({
    help: 'Companies in the market.',
    labels: { continent: CONTINENTS, strategy: STRATEGIES },
    compute: ({ companies }) => {
      const counts = new Float64Array(KINDS_OF_COMPANY.length);
      for (let i = 0; i < companies.count; i++) counts[companies.continent[i]! * STRATEGIES.length + companies.strategy[i]!]! += 1;
      return { labelSets: KINDS_OF_COMPANY, values: counts };
    },
  }),
  solvent_companies: gauge({
    help: 'Companies that can pay one unit of the cheapest offer; any money counts when nothing is on offer.',
    compute: ({ companies, cheapestOffer }) => countAbove(companies.budget, cheapestOffer === Infinity ? 0 : cheapestOffer - 1),
  }),
  prosperous_companies: gauge({
    help: 'Companies whose budget is above the prosperity threshold.',
    compute: ({ companies, rules }) => countAbove(companies.budget, rules.companies.prosperityThresholdCents),
  }),
  prosperous_companies_ratio: gauge({
    help: 'Share of the companies whose budget is above the prosperity threshold.',
    unit: 'ratio',
    compute: ({ companies, rules }) => countAbove(companies.budget, rules.companies.prosperityThresholdCents) / companies.count,
  }),
  prosperity_threshold_euros: gauge({
    help: 'Budget above which a company counts as prosperous.',
    unit: 'euros',
    compute: ({ rules }) => rules.companies.prosperityThresholdCents,
  }),
  company_stock_units: gauge({
    help: 'Goods held by companies.',
    unit: 'units',
    compute: ({ companies }) => sum(companies.stockUnits),
  }),
});
