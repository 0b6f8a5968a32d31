import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '@tradesim/metrics/journal';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { Economy } from '../domain/economy.ts';
import { FAILURE_REASONS, STRATEGIES } from '../domain/parameters.ts';
import { economyParameters, loadScenario } from '../scenarios/index.ts';
import { attemptShape } from './record-shapes.ts';

const POOR = [
  'companies.count=30',
  'companies.budgetEuros.min=1',
  'companies.budgetEuros.max=40',
  'suppliers.stockUnits.min=0',
  'suppliers.stockUnits.max=3',
];

it('the record of an attempt is as JSON would write it', async () => {
  const market = new Economy(economyParameters(loadScenario({ overrides: POOR })), 5);
  const shape = attemptShape(market.snapshot());
  const directory = temporaryDirectory();
  const journal = await Journal.open(directory, ['transactions.jsonl']);
  const expected: string[] = [];
  const seen = new Set<string>();
  for (let turn = 1; turn <= 200; turn++) {
    const { attempts, companies, products, suppliers } = market.advance();
    const { company, strategy, product, supplier, reason, quantity, unitPrice, amount } = attempts;
    const columns = [company, strategy, product, supplier, reason, quantity, unitPrice, amount];
    journal.appendRecords('transactions.jsonl', shape, { count: attempts.count, first: expected.length + 1, constants: [turn], columns });
    for (let row = 0; row < attempts.count; row++) {
      const failure = reason[row]! < 0 ? null : FAILURE_REASONS[reason[row]!]!;
      seen.add(failure ?? 'bought');
      const record = {
        seq: expected.length + 1,
        turn,
        company: companies.slug[company[row]!],
        strategy: STRATEGIES[strategy[row]!],
        product: products.slug[product[row]!] ?? null,
        supplier: suppliers.slug[supplier[row]!] ?? null,
        outcome: failure === null ? 'bought' : 'failed',
        reason: failure,
        quantity: quantity[row],
        unit_price: unitPrice[row] === -1 ? null : unitPrice[row],
        amount: amount[row],
      };
      expected.push(JSON.stringify(record));
    }
  }
  await journal.close();
  expect(readFileSync(join(directory, 'transactions.jsonl'), 'utf8')).toBe(`${expected.join('\n')}\n`);
  for (const outcome of ['bought', 'no_budget', 'no_stock']) expect(seen).toContain(outcome);
});
