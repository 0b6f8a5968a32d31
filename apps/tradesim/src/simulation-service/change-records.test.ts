import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '@tradesim/metrics/journal';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { Economy } from '../domain/economy.ts';
import { economyParameters, loadScenario } from '../scenarios/index.ts';
import { ChangeRecords, isChange } from './change-records.ts';

it('changes become records in their order, with slugs for rows', async () => {
  const market = new Economy(economyParameters(loadScenario({ overrides: [] })), 5);
  const { companies, products, suppliers } = market.snapshot();
  const slugs: Readonly<Record<string, readonly string[]>> = { company: companies.slug, product: products.slug, supplier: suppliers.slug };
  const changes = new ChangeRecords(market.snapshot());
  const directory = temporaryDirectory();
  const journal = await Journal.open(directory, ['events.jsonl']);
  const expected: object[] = [];
  for (let turn = 1; turn <= 200; turn++) {
    const events = market.advance().events.filter(isChange);
    for (let i = 0; i < events.length;) {
      const { shape, records } = changes.run(events, i, { first: expected.length + 1, turn });
      journal.appendRecords('events.jsonl', shape, records);
      for (const event of events.slice(i, i + records.count)) {
        const fields = Object.entries(event).map(([name, value]) => [name, slugs[name]?.[value as number] ?? value] as const);
        expected.push({ seq: expected.length + 1, turn, ...(Object.fromEntries(fields) as object) });
      }
      i += records.count;
    }
  }
  await journal.close();
  const lines = readFileSync(join(directory, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines).toEqual(expected.map((record) => JSON.stringify(record)));
  const kinds = new Set(expected.map((record) => (record as { kind: string }).kind));
  expect([...kinds].toSorted()).toEqual(['budget_recharged', 'price_changed', 'product_switched', 'stock_added']);
});
