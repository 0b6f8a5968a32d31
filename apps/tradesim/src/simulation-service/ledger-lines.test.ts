import { describe, expect, it } from 'vitest';
import type { EconomyEvent } from '../domain/economy-event.ts';
import { Economy } from '../domain/economy.ts';
import { FAILURE_REASONS, STRATEGIES } from '../domain/parameters.ts';
import { economyParameters, loadScenario } from '../scenarios/index.ts';
import { LedgerLines, isChange } from './ledger-lines.ts';

const POOR = [
  'companies.count=30',
  'companies.budgetEuros.min=1',
  'companies.budgetEuros.max=40',
  'suppliers.stockUnits.min=0',
  'suppliers.stockUnits.max=3',
];

function economy(overrides: readonly string[]): Economy {
  return new Economy(economyParameters(loadScenario({ overrides })), 5);
}

describe('a line of the ledger', () => {
  it('is the attempt, as JSON would write it', () => {
    const market = economy(POOR);
    const generated = market.snapshot();
    const lines = new LedgerLines(generated);
    const seen = new Set<string>();
    for (let turn = 1; turn <= 200; turn++) {
      const { attempts, companies, products, suppliers } = market.advance();
      for (let row = 0; row < attempts.count; row++) {
        const reason = attempts.reason[row]! < 0 ? null : FAILURE_REASONS[attempts.reason[row]!]!;
        seen.add(reason ?? 'bought');
        const expected = {
          seq: row + 1,
          turn,
          company: companies.slug[attempts.company[row]!],
          strategy: STRATEGIES[attempts.strategy[row]!],
          product: products.slug[attempts.product[row]!] ?? null,
          supplier: suppliers.slug[attempts.supplier[row]!] ?? null,
          outcome: reason === null ? 'bought' : 'failed',
          reason,
          quantity: attempts.quantity[row],
          unit_price: attempts.unitPrice[row] === -1 ? null : attempts.unitPrice[row],
          amount: attempts.amount[row],
        };
        expect(lines.attempt(attempts, row, { seq: row + 1, turn })).toBe(JSON.stringify(expected));
      }
    }
    expect(seen).toContain('bought');
    expect(seen).toContain('no_budget');
    expect(seen).toContain('no_stock');
  });

  it('is the event, with slugs for rows', () => {
    const market = economy([]);
    const { companies, products, suppliers } = market.snapshot();
    const slugs: Readonly<Record<string, readonly string[]>> = {
      company: companies.slug,
      product: products.slug,
      supplier: suppliers.slug,
    };
    const lines = new LedgerLines(market.snapshot());
    const seen = new Set<string>();
    for (let turn = 1; turn <= 200; turn++) {
      for (const event of market.advance().events) {
        seen.add(event.kind);
        const fields = Object.entries(event).map(
          ([name, value]) => [name, isChange(event) ? (slugs[name]?.[value as number] ?? value) : value] as const,
        );
        expect(JSON.parse(lines.event(event, { seq: 9, turn }))).toEqual({ seq: 9, turn, ...(Object.fromEntries(fields) as object) });
      }
    }
    expect([...seen].toSorted()).toEqual([
      'availability',
      'budget_recharge',
      'budget_recharged',
      'inflation',
      'price_changed',
      'product_switched',
      'restock',
      'stock_added',
      'supplier_recharge',
    ] satisfies EconomyEvent['kind'][]);
  });
});
