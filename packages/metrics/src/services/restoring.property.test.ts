/** A process that goes on from the record of another is as if there had been only one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';
import type { RecordedTurn } from './restoring.ts';

interface Shop {
  readonly cents: number;
  readonly companies: readonly string[];
  readonly fails: boolean;
}

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Shop>();
const column = ({ companies, cents }: Shop) => ({
  labelSets: companies.map((company) => ({ company })),
  values: companies.map((_, i) => cents + i),
});
const failing = ({ fails }: Shop, value: number): number => {
  if (fails) throw new Error('boom');
  return value;
};
const shop = defineMetrics('shop', {
  budget_euros: gauge({ help: 'B.', unit: 'euros', compute: (view) => failing(view, view.cents) }),
  spending_euros_total: counter({ help: 'S.', unit: 'euros', increase: (view) => failing(view, Math.abs(view.cents)) }),
  amount_euros: histogram({
    help: 'A.',
    unit: 'euros',
    buckets: [0.1, 1, 10],
    observations: ({ cents }, observe) => [cents, 29, 7].forEach(observe),
  }),
  company_euros: gauge({ help: 'C.', unit: 'euros', labels: { company: 'open' }, compute: column }),
  sales_total: counter({ help: 'S.', labels: { company: 'open' }, entity: 'company', increase: column }),
  states: gauge({ help: 'S.', labels: { state: ['open', 'do"ne\\\n'] }, compute: ({ cents }) => ({ open: cents, 'do"ne\\\n': NaN }) }),
  cells_total: counter({
    help: 'C.',
    labels: { a: ['x', 'y'], b: ['1', '2'] },
    increase: ({ cents }) => ({ labelSets: [{ a: 'x', b: '2' } as const], values: [Math.abs(cents)] }),
  }),
  visits_total: counter({ help: 'V.', labels: { page: 'open' } }),
  wait_seconds: histogram({ help: 'W.', buckets: [1, 2], labels: { page: ['a', 'b'] } }),
  duration_seconds: gauge({ help: 'Measured.', measured: true }),
});

function start() {
  const registry = new Registry({ clock: { now: () => 5000, monotonic: () => 0 } });
  const services = new MetricsServices([shop], { factory: registry, prefix: 'shop', subunits: { euros: 100 }, historyTurns: 8 });
  return { registry, services, recorded: services.recorded(shop), record: services.record({ entities: true }) };
}

const ids = ['a', 'b"', 'c\\', 'd\n', ',="', '{}'];
const turns = fc.array(
  fc.record({ cents: fc.integer({ min: 0, max: 100_000 }), companies: fc.uniqueArray(fc.constantFrom(...ids)), fails: fc.boolean() }),
  { maxLength: 24 },
);

describe('restore', () => {
  it('goes on as one process would have: exposition, record and histories', async () => {
    await fc.assert(
      fc.asyncProperty(turns, turns, async (before, after) => {
        const whole = start();
        const first = start();
        const records: RecordedTurn[] = [];
        const make = ({ services, recorded }: ReturnType<typeof start>, turn: number, view: Shop): void => {
          for (const company of view.companies) recorded.visits_total.labels({ page: company }).inc(view.cents);
          recorded.wait_seconds.labels({ page: 'a' }).observe(view.cents / 50_000);
          services.compute(turn, view);
          services.publish();
        };
        for (const [i, view] of before.entries()) {
          for (const each of [whole, first]) make(each, i + 1, view);
          records.push({ turn: i + 1, metrics: JSON.parse(first.record.json()) as RecordedTurn['metrics'] });
        }
        const second = start();
        second.services.restore(records);
        expect(second.services.turn).toBe(before.length);
        if (before.length > 0) expect(JSON.parse(second.record.json())).toEqual(JSON.parse(whole.record.json()));
        for (const [i, view] of after.entries()) for (const each of [whole, second]) make(each, before.length + i + 1, view);
        const lines = async ({ registry }: ReturnType<typeof start>): Promise<string[]> => {
          // The last totals of those who have left are seen by one scrape, which restoring has been.
          await registry.metrics();
          const text = await registry.metrics();
          return text
            .split('\n')
            .filter((line) => !line.includes('metric_errors_total'))
            .toSorted();
        };
        expect(await lines(second)).toEqual(await lines(whole));
        for (const name of ['shop_budget_euros', 'shop_spending_euros_total', 'shop_amount_euros'] as const)
          expect(second.services.history(name)!.values()).toEqual(whole.services.history(name)!.values());
        for (const company of ids)
          expect(second.services.history('shop_company_euros', { company })?.values()).toEqual(
            whole.services.history('shop_company_euros', { company })?.values(),
          );
      }),
      { numRuns: 150 },
    );
  });

  it('keeps since when counters count, where that is known', async () => {
    const { services, registry } = start();
    services.restore([{ turn: 7, metrics: { shop_spending_euros_total: 12.5, shop_unknown: 1, 'shop_company_euros{firm="x"}': 2 } }], {
      createdAt: 1234,
    });
    const text = encodeOpenMetrics(await registry.gather(), { createdTimestamps: true });
    expect(text).toContain('shop_spending_euros_total 12.5\nshop_spending_euros_created 1234\n');
  });

  it('is refused once a turn has been made; of nothing it is nothing', () => {
    const { services } = start();
    services.restore([]);
    services.compute(1, { cents: 1, companies: [], fails: false });
    expect(() => services.restore([])).toThrow('restore: expected to be called before the first turn is made, got one afterwards.');
  });

  it('tells no change per second over the time that nobody knows', () => {
    const { services } = start();
    services.restore([{ turn: 7, metrics: { shop_budget_euros: 12.5 } }]);
    services.compute(8, { cents: 2500, companies: [], fails: false });
    const history = services.history('shop_budget_euros')!;
    expect([history.delta(1), history.perSecond(1)]).toEqual([12.5, NaN]);
  });
});
