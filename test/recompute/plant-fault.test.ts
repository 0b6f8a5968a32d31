import { describe, expect, it } from 'vitest';
import { checkRecords } from './check-run.ts';
import { FAMILIES, FORMULAS, sampleFamily } from './families.ts';
import { tryMetricFaults, tryRecordFaults } from './try-faults.ts';
import { METRIC_FAULTS, plantFault } from './plant-fault.ts';
import { RECORD_FAULTS } from './plant-record-fault.ts';
import { tinyRun } from './tiny-run.ts';

const RUN = tinyRun();

describe.each(METRIC_FAULTS)('a %s fault', (fault) => {
  const canChange = (family: string): boolean => fault === 'value' || fault === 'drop' || FORMULAS.get(family)?.samples !== 'constant';

  it.each(FAMILIES.filter(canChange))('in %s is found, and only there', (family) => {
    const metrics = plantFault(RUN.metrics, family, fault);
    expect(metrics).not.toBeNull();
    const { mismatches } = checkRecords({ ...RUN, metrics: metrics! });
    expect(mismatches.length).toBeGreaterThan(0);
    for (const message of mismatches) expect(sampleFamily(/^turn \d+, (.+?): expected/.exec(message)![1]!)).toBe(family);
  });

  it.each(FAMILIES.filter((family) => !canChange(family)))('cannot be planted in %s, which is constant', (family) => {
    expect(plantFault(RUN.metrics, family, fault)).toBeNull();
  });
});

describe('plantFault', () => {
  it('leaves the records it was given as they were', () => {
    const before = JSON.stringify(RUN.metrics);
    for (const family of FAMILIES) plantFault(RUN.metrics, family);
    expect(JSON.stringify(RUN.metrics)).toBe(before);
  });

  it('has nothing to plant in a family that the run does not have', () => {
    expect(plantFault(tinyRun({ journalEntities: false }).metrics, 'company_budget_euros')).toBeNull();
    expect(plantFault([], 'budget_total')).toBeNull();
  });
});

describe('a fault in the records', () => {
  it.each(Object.entries(RECORD_FAULTS))('%s is found', (_name, plant) => {
    const run = plant(RUN);
    expect(run).not.toBeNull();
    expect(checkRecords(run!).mismatches.length).toBeGreaterThan(0);
  });
});

describe('the trial of all faults', () => {
  const constants = FAMILIES.filter((family) => FORMULAS.get(family)?.samples === 'constant');

  it('misses none, and plants all but the frozen and shifted constants', () => {
    const { found, missed, notPlanted } = tryMetricFaults(RUN);
    expect(missed).toEqual([]);
    expect(notPlanted).toEqual(constants.flatMap((family) => [`freeze ${family}`, `shift ${family}`]));
    expect(found.length + notPlanted.length).toBe(FAMILIES.length * METRIC_FAULTS.length);
  });

  it('finds all faults in the records', () => {
    expect(tryRecordFaults(RUN)).toEqual({ found: Object.keys(RECORD_FAULTS), missed: [], notPlanted: [] });
  });

  it('plants nothing in an empty run', () => {
    const { found, missed } = tryMetricFaults({ events: [], transactions: [], metrics: [], problems: [] });
    expect([...found, ...missed]).toEqual([]);
  });
});
