import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';

describe('money in cents', () => {
  interface Turn {
    readonly amounts: readonly number[];
  }
  const { gauge, counter, histogram, defineMetrics } = definitionsOf<Turn>();
  const total = ({ amounts }: Turn): number => amounts.reduce((sum, each) => sum + each, 0);
  const money = defineMetrics('shop', {
    spending_euros_total: counter({ help: 'Spending.', unit: 'euros', increase: total }),
    spending_of_turn_euros: gauge({ help: 'Spending of the turn.', unit: 'euros', compute: total }),
    amount_euros: histogram({
      help: 'Amounts.',
      unit: 'euros',
      buckets: [0.1, 1],
      observations: ({ amounts }, observe) => amounts.forEach(observe),
    }),
    spending_change_euros: gauge({
      help: 'Change.',
      unit: 'euros',
      reads: ['spending_euros_total'],
      compute: (_, { history }) => history.spending_euros_total.delta(1),
    }),
  });

  /** Turns with amounts that no binary fraction of a euro holds: 10 cents, 30 cents, 1 cent. */
  const turns = fc.array(fc.array(fc.oneof(fc.constantFrom(1, 10, 29, 30), fc.nat(1_000_000)), { maxLength: 3 }), {
    minLength: 1,
    maxLength: 50,
  });

  it('is exposed in euros without a rounding that adds up, over thousands of turns', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (cycle) => {
        const registry = new Registry();
        const services = new MetricsServices([money], { factory: registry, prefix: 'shop', subunits: { euros: 100 } });
        let cents = 0;
        let count = 0;
        let last = 0;
        const small = { upTo10: 0, upTo100: 0 };
        for (let turn = 0; turn < 3000; turn++) {
          const amounts = cycle[turn % cycle.length]!;
          services.compute(turn + 1, { amounts });
          last = total({ amounts });
          cents += last;
          count += amounts.length;
          small.upTo10 += amounts.filter((amount) => amount <= 10).length;
          small.upTo100 += amounts.filter((amount) => amount <= 100).length;
        }
        services.publish();
        expect((await registry.metrics()).match(/^shop_(?!metric_errors).*$/gm)).toEqual([
          `shop_spending_euros_total ${cents / 100}`,
          `shop_spending_of_turn_euros ${last / 100}`,
          `shop_amount_euros_bucket{le="0.1"} ${small.upTo10}`,
          `shop_amount_euros_bucket{le="1"} ${small.upTo100}`,
          `shop_amount_euros_bucket{le="+Inf"} ${count}`,
          `shop_amount_euros_sum ${cents / 100}`,
          `shop_amount_euros_count ${count}`,
          `shop_spending_change_euros ${last / 100}`,
        ]);
        const read = (name: 'shop_spending_euros_total' | 'shop_amount_euros'): number[] => [
          services.history(name)!.last,
          services.history(name)!.delta(1),
        ];
        expect(read('shop_spending_euros_total')).toEqual([cents / 100, last / 100]);
        expect(read('shop_amount_euros')).toEqual([count, cycle[2999 % cycle.length]!.length]);
      }),
      { numRuns: 10 },
    );
  });

  it('leaves metrics of other units and without a unit as computed', async () => {
    const registry = new Registry();
    const plain = defineMetrics('shop', {
      spending: gauge({ help: 'Cents.', compute: total }),
      weight_grams: gauge({ help: 'Weight.', unit: 'grams', compute: total }),
    });
    const services = new MetricsServices([plain], { factory: registry, prefix: 'shop', subunits: { euros: 100 } });
    services.compute(1, { amounts: [150] });
    services.publish();
    expect((await registry.metrics()).match(/^shop_(?!metric_errors).*$/gm)).toEqual(['shop_spending 150', 'shop_weight_grams 150']);
  });
});

describe('entities', () => {
  /** The values of a turn by the id of the entity. */
  interface Market {
    readonly company: ReadonlyMap<string, number>;
    readonly supplier: ReadonlyMap<string, number>;
  }
  const { gauge, counter, defineMetrics } = definitionsOf<Market>();
  const column = (kind: keyof Market) => (market: Market) => ({
    labelSets: [...market[kind].keys()].map((id) => ({ id })),
    values: [...market[kind].values()],
  });
  const both = defineMetrics('shop', {
    company: gauge({ help: 'Budget.', labels: { id: 'open' }, compute: column('company') }),
    supplier: gauge({ help: 'Budget.', labels: { id: 'open' }, compute: column('supplier') }),
    supplier_total: counter({ help: 'Sales.', labels: { id: 'open' }, increase: column('supplier') }),
  });

  const ids = ['a', 'b', 'a|b', '', '1', 'é', 'a"', 'a\\', 'a\n'];
  const present = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.integer({ min: 0, max: 1000 })), { selector: ([id]) => id })
    .map((entries) => new Map(entries));
  const markets: fc.Arbitrary<Market[]> = fc.array(fc.record({ company: present, supplier: present }), { minLength: 1, maxLength: 12 });

  it('of two kinds with equal ids never share a value or a history, whoever joins, leaves or changes places', async () => {
    await fc.assert(
      fc.asyncProperty(markets, async (turns) => {
        const registry = new Registry();
        const services = new MetricsServices([both], { factory: registry, prefix: 'shop' });
        for (const [i, market] of turns.entries()) services.compute(i + 1, market);
        services.publish();
        const samples = await registry.metrics();
        for (const kind of ['company', 'supplier'] as const) {
          for (const id of ids) {
            const values = turns.map((market) => market[kind].get(id) ?? NaN).toReversed();
            const left = values.findIndex(Number.isNaN);
            const expected = values.map((value, turn) => (left === -1 || turn < left ? value : NaN));
            const history = services.history(`shop_${kind}`, { id });
            expect(turns.map((_, turn) => history?.at(turn) ?? NaN)).toEqual(expected);
            expect(history?.length).toBe(left === 0 ? undefined : expected.filter((value) => !Number.isNaN(value)).length);
            const text = `shop_${kind}{id="${id.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"} `;
            expect(samples.includes(text)).toBe(!Number.isNaN(expected[0]));
            if (samples.includes(text)) expect(samples).toContain(`${text}${expected[0]}\n`);
          }
        }
        for (const id of ids) {
          const sales = turns.map((market) => market.supplier.get(id) ?? 0);
          expect(services.history('shop_supplier_total', { id })?.last ?? 0).toBe(sales.reduce((sum, each) => sum + each, 0));
        }
      }),
    );
  });
});
