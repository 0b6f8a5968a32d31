/** Checks an attempt against the market as it is just before: that the record agrees with itself, and that its outcome is the true one. */

import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import type { Company, Line, Market, Product } from './market.ts';
import { linePriceCents } from './market.ts';
import type { AttemptRecord, FailureReason } from './records.ts';

interface Attempt {
  readonly record: AttemptRecord;
  readonly market: Market;
  readonly company: Company;
  readonly budgetCents: number;
  readonly product: Product | undefined;
  readonly line: Line | undefined;
  readonly subject: string;
}

export function auditAttempt(record: AttemptRecord, market: Market, findings: Findings): void {
  const subject = recordSubject(record, 'transactions.jsonl');
  const company = market.companies.get(record.company);
  if (company === undefined) return findings.add(subject, 'a known company', record.company);
  const budgetCents = market.balanceCents(record.company);
  const product = market.products.get(record.product ?? '');
  const attempt = { record, market, company, budgetCents, product, line: market.line(record.product, record.supplier), subject };
  auditFields(attempt, findings);
  if (record.outcome === 'bought') auditPurchase(attempt, findings);
  else auditFailure(attempt, findings);
}

function auditFields({ record, company, product, line, subject }: Attempt, findings: Findings): void {
  findings.same(`${subject} strategy`, company.strategy, record.strategy);
  findings.same(`${subject} unit_price`, line === undefined ? null : linePriceCents(line), record.unit_price);
  findings.same(`${subject} amount`, record.quantity * (record.unit_price ?? 0), record.amount);
  if (record.product !== null && product === undefined) findings.add(subject, 'a known product', record.product);
  if (record.supplier !== null && line === undefined) findings.add(subject, `a supplier of ${record.product}`, record.supplier);
  if (product?.active === false) findings.add(subject, 'an active product', `${product.slug}, which is not`);
  if (product !== undefined && company.strategy === 'by_type' && !company.preferredTypes.includes(product.type)) {
    findings.add(subject, `a product of type ${company.preferredTypes.join(' or ')}`, `${product.slug} of type ${product.type}`);
  }
}

function auditPurchase({ record, market, company, budgetCents, line, subject }: Attempt, findings: Findings): void {
  findings.same(`${subject} reason`, null, record.reason);
  if (line === undefined) return findings.add(subject, 'a product and a supplier', `${record.product} at ${record.supplier}`);
  if (record.quantity < 1) findings.add(`${subject} quantity`, 'at least 1', record.quantity);
  if (record.quantity > line.stockUnits) findings.add(`${subject} quantity`, `at most the stock of ${line.stockUnits}`, record.quantity);
  if (record.amount > budgetCents) findings.add(`${subject} amount`, `at most the budget of ${budgetCents}`, record.amount);
  if (company.strategy === 'cheapest') findings.same(`${subject} unit_price, the lowest`, market.lowestPriceCents(), record.unit_price);
}

function auditFailure(attempt: Attempt, findings: Findings): void {
  const { record, company, subject } = attempt;
  findings.same(`${subject} quantity`, 0, record.quantity);
  const reason = company.strategy === 'cheapest' ? cheapestFailure(attempt) : byTypeFailure(attempt);
  if (reason === undefined) findings.add(subject, 'a purchase, which was possible', `a failure for ${record.reason}`);
  else findings.same(`${subject} reason`, reason, record.reason);
  if (record.reason === 'no_active_product') findings.same(`${subject} product`, null, record.product);
  if (record.reason !== 'no_budget') findings.same(`${subject} supplier`, null, record.supplier);
  else if (company.strategy === 'by_type' && record.supplier === null) findings.add(`${subject} supplier`, 'the one chosen', null);
}

/** Returns why no purchase was possible at all, undefined where one was. */
function cheapestFailure({ market, budgetCents }: Attempt): FailureReason | undefined {
  if (![...market.products.values()].some(({ active }) => active)) return 'no_active_product';
  const lowestCents = market.lowestPriceCents();
  if (lowestCents === undefined) return 'no_stock';
  return lowestCents > budgetCents ? 'no_budget' : undefined;
}

/** Returns why the product and supplier chosen could not be bought, undefined where they could. */
function byTypeFailure({ market, company, budgetCents, product, line }: Attempt): FailureReason | undefined {
  const offered = [...market.products.values()].filter(({ active, type }) => active && company.preferredTypes.includes(type));
  if (offered.length === 0) return 'no_active_product';
  if (product?.lines.every(({ stockUnits }) => stockUnits <= 0)) return 'no_stock';
  return line !== undefined && line.stockUnits > 0 && linePriceCents(line) > budgetCents ? 'no_budget' : undefined;
}
