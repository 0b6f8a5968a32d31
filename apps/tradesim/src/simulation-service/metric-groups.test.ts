import { catalogueOf } from '@tradesim/metrics/services';
import { describe, expect, it } from 'vitest';
import { startService } from '../../../../test/support/simulation.ts';
import { METRIC_GROUPS } from './metric-groups.ts';

const entries = catalogueOf(METRIC_GROUPS);

describe('the list of all metric groups', () => {
  it('has the metrics of a run, no more and no fewer', async () => {
    const on = ['companySeries', 'productSeries', 'supplierLineSeries'].map((setting) => `metrics.${setting}=on`);
    const { service } = await startService({ overrides: on });
    expect(entries.map(({ name }) => name).toSorted()).toEqual(service.services.names.toSorted());
  });

  it('has few groups to show, each in one piece', () => {
    const groups = entries.map(({ group }) => group);
    const pieces = groups.filter((group, i) => group !== groups[i - 1]);
    expect(pieces).toEqual([
      'run',
      'budget',
      'companies',
      'products',
      'suppliers',
      'transactions',
      'events',
      'entities',
      'runtime',
      'journal',
    ]);
  });

  it('calls no two metrics the same', () => {
    const titles = entries.map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});
