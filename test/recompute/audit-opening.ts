/** Checks the records of turn 0: their order, that entities are named once and known where they are used, and the opening balances. */

import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import type { Market } from './market.ts';
import { linePriceCents, TREASURY } from './market.ts';
import type { EventKind, EventRecord } from './records.ts';

const ORDER: readonly EventKind[] = [
  'run_started',
  'account_opened',
  'company_created',
  'product_created',
  'supplier_created',
  'line_created',
];

/** Checks the opening `records`; `market` is the market right after them. */
export function auditOpening(records: readonly EventRecord[], market: Market, findings: Findings): void {
  auditOrder(records, findings);
  auditSlugs(records, findings);
  auditAccounts(records, market, findings);
  auditLines(records, market, findings);
}

function auditOrder(records: readonly EventRecord[], findings: Findings): void {
  let latest = 0;
  for (const record of records) {
    const position = ORDER.indexOf(record.kind);
    if (position < latest) findings.add(recordSubject(record, 'events.jsonl'), `turn 0 in the order ${ORDER.join(', ')}`, record.kind);
    latest = Math.max(latest, position);
  }
}

function auditSlugs(records: readonly EventRecord[], findings: Findings): void {
  const seen = new Set<string>([TREASURY]);
  for (const record of records) {
    const slug = createdSlug(record);
    if (slug === undefined) continue;
    if (seen.has(slug)) findings.add(recordSubject(record, 'events.jsonl'), 'a slug of its own', slug);
    seen.add(slug);
  }
}

function createdSlug(record: EventRecord): string | undefined {
  if (record.kind === 'company_created') return record.company;
  if (record.kind === 'product_created') return record.product;
  return record.kind === 'supplier_created' ? record.supplier : undefined;
}

function auditAccounts(records: readonly EventRecord[], market: Market, findings: Findings): void {
  const opened = records.filter((record): record is EventRecord<'account_opened'> => record.kind === 'account_opened');
  const holders = opened.map(({ holder, account }) => `${holder} ${account}`).toSorted();
  const companies = Array.from(market.companies.keys(), (company) => `company ${company}`);
  const suppliers = Array.from(market.suppliers.keys(), (supplier) => `supplier ${supplier}`);
  const expected = [`treasury ${TREASURY}`, ...companies, ...suppliers].toSorted();
  findings.same('turn 0, accounts opened', expected.join(', '), holders.join(', '));
  findings.same(
    'turn 0, sum of the opening balances in cents',
    0,
    opened.reduce((sum, { balance }) => sum + balance, 0),
  );
  for (const record of opened) {
    if (record.balance < 0 && record.holder !== 'treasury')
      findings.add(recordSubject(record, 'events.jsonl'), 'a balance >= 0', record.balance);
  }
}

function auditLines(records: readonly EventRecord[], market: Market, findings: Findings): void {
  const seen = new Set<string>();
  for (const record of records) {
    if (record.kind !== 'line_created') continue;
    const subject = recordSubject(record, 'events.jsonl');
    const name = `${record.product} at ${record.supplier}`;
    const line = market.line(record.product, record.supplier);
    if (seen.has(name)) findings.add(subject, 'a line once', name);
    if (line === undefined || !market.suppliers.has(record.supplier)) findings.add(subject, 'a known product and supplier', name);
    else findings.same(`${subject} price`, linePriceCents(line), record.price);
    seen.add(name);
  }
}
