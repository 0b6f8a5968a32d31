import { describe, expect, it } from 'vitest';
import { readTotals } from './exposition-check.mjs';
import { CHANGES, ExpositionCheck } from './measures/changes.mjs';
import { loadSubject } from './subjects/subject.mjs';
import { Workload } from './workload.mjs';

async function defined(series: number, values: string) {
  const exposition = (await loadSubject('tradesim')).exposition!();
  const workload = new Workload(series, values);
  workload.define(exposition);
  return { workload, text: async () => Buffer.from(await exposition.text()) };
}

describe('Workload', () => {
  it.each(['mixed', 'integers', 'doubles'])(
    'with %s values knows what an exposition shows, and which lines of it change',
    async (values) => {
      const { workload, text } = await defined(1003, values);
      const check = new ExpositionCheck();
      for (const [, share] of [...CHANGES, ...CHANGES]) {
        const changedLines = workload.change(share);
        check.accept(await text(), { totals: workload.totals(), changedLines });
      }
      expect(readTotals(await text()).samples).toBe(1003);
    },
  );

  it('has half of its samples in histograms', async () => {
    const { text } = await defined(2800, 'mixed');
    expect((await text()).toString().match(/^bench_seconds_.*/gm)).toHaveLength(1400);
  });

  it('never has a label set in two families', async () => {
    const { text } = await defined(60_000, 'mixed');
    const sets = (await text()).toString().match(/(?<=^bench_gauge_\d+\{).*(?=\})/gm)!;
    expect(new Set(sets).size).toBe(sets.length);
  });
});

describe('ExpositionCheck', () => {
  it('refuses a text that was kept although values changed', async () => {
    const { workload, text } = await defined(1000, 'mixed');
    const check = new ExpositionCheck();
    const kept = await text();
    check.accept(kept, { totals: workload.totals(), changedLines: 0 });
    const changedLines = workload.change(0.01);
    expect(() => check.accept(kept, { totals: workload.totals(), changedLines })).toThrow('Exposition: expected');
  });

  it('refuses a text in which other lines changed than should have', async () => {
    const { workload, text } = await defined(1000, 'mixed');
    const check = new ExpositionCheck();
    check.accept(await text(), { totals: workload.totals(), changedLines: 0 });
    workload.change(1);
    expect(() => check.accept(Buffer.from(''), { totals: readTotals(Buffer.from('')), changedLines: 0 })).toThrow('as many lines');
  });
});
