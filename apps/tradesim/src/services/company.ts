import { combinations, onceFor } from '@tradesim/metrics/services';
import { CONTINENTS, STRATEGIES } from '../domain/parameters.ts';
import type { CompanyColumns } from '../domain/snapshot.ts';
import { budgetSummary } from './budget-summary.ts';
import { sum } from './statistics.ts';
import { defineMetrics, gauge } from './turn-view.ts';

const KINDS_OF_COMPANY = combinations({ continent: CONTINENTS, strategy: STRATEGIES });

/** Companies keep their continent and strategy. */
const companiesByKind = onceFor((_slugs: readonly string[], { count, continent, strategy }: CompanyColumns) => {
  const counts = new Float64Array(KINDS_OF_COMPANY.length);
  for (let i = 0; i < count; i++) counts[continent[i]! * STRATEGIES.length + strategy[i]!]! += 1;
  return counts;
});

export const company = defineMetrics('tradesim', {
  companies: gauge({
    help: 'Companies in the market.',
    group: 'companies',
    labels: { continent: CONTINENTS, strategy: STRATEGIES },
    compute: ({ companies }) => ({ labelSets: KINDS_OF_COMPANY, values: companiesByKind(companies.slug, companies) }),
  }),
  solvent_companies: gauge({
    help: 'Companies that can pay one unit of the cheapest offer; any money counts when nothing is on offer.',
    group: 'companies',
    better: 'up',
    alert: { below: 1, forSeconds: 60, summary: 'No company can pay for anything: the market stands still.' },
    compute: (_, { shared }) => shared(budgetSummary).solvent,
  }),
  prosperous_companies: gauge({
    help: 'Companies whose budget is above the prosperity threshold.',
    group: 'companies',
    better: 'up',
    compute: (_, { shared }) => shared(budgetSummary).prosperous,
  }),
  prosperous_companies_ratio: gauge({
    help: 'Share of the companies whose budget is above the prosperity threshold.',
    unit: 'ratio',
    title: 'Share of prosperous companies',
    group: 'companies',
    better: 'up',
    compute: ({ companies }, { shared }) => shared(budgetSummary).prosperous / companies.count,
  }),
  prosperity_threshold_euros: gauge({
    help: 'Budget above which a company counts as prosperous.',
    unit: 'euros',
    group: 'companies',
    compute: ({ rules }) => rules.companies.prosperityThresholdCents,
  }),
  company_stock_units: gauge({
    help: 'Goods held by companies.',
    unit: 'units',
    group: 'companies',
    compute: ({ companies }) => sum(companies.stockUnits),
  }),
});
