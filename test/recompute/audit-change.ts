/** Checks a change that an event made against the state just before it. */

import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import type { Product } from './market.ts';
import type { EventRecord, SummaryKind } from './records.ts';
import type { ReplayedState } from './replayed-state.ts';

export type Change = EventRecord<'price_changed' | 'budget_recharged' | 'stock_added' | 'product_switched'>;

/** Returns the kind of event whose summary counts a change, undefined for a step of a price's return, which is not an event. */
export function summaryKindOf(change: Change): SummaryKind | undefined {
  if (change.kind === 'price_changed') return change.cause === 'inflation' ? 'inflation' : undefined;
  if (change.kind === 'stock_added') return change.cause;
  return change.kind === 'budget_recharged' ? 'budget_recharge' : 'availability';
}

export function auditChange(change: Change, state: ReplayedState, findings: Findings): void {
  if (change.kind === 'budget_recharged') auditRecharge(change, state, findings);
  else if (change.kind === 'stock_added') auditStock(change, state, findings);
  else if (change.kind === 'product_switched') auditSwitch(change, state, findings);
  else auditPrice(change, state, findings);
}

function auditRecharge(change: EventRecord<'budget_recharged'>, { market }: ReplayedState, findings: Findings): void {
  if (!market.companies.has(change.company)) findings.add(subjectOf(change), 'a known company', change.company);
}

function auditStock(change: EventRecord<'stock_added'>, { market }: ReplayedState, findings: Findings): void {
  const line = market.line(change.product, change.supplier);
  if (line === undefined) findings.add(subjectOf(change), 'a known line', `${change.product} at ${change.supplier}`);
  else findings.same(`${subjectOf(change)} stock`, line.stockUnits + change.quantity, change.stock);
}

function auditSwitch(change: EventRecord<'product_switched'>, { market }: ReplayedState, findings: Findings): void {
  const product = market.products.get(change.product);
  if (product === undefined) findings.add(subjectOf(change), 'a known product', change.product);
  else findings.same(`${subjectOf(change)} active`, !product.active, change.active);
}

function auditPrice(change: EventRecord<'price_changed'>, state: ReplayedState, findings: Findings): void {
  const subject = `${subjectOf(change)} price`;
  const product = state.market.products.get(change.product);
  if (product === undefined) return findings.add(subject, 'a known product', change.product);
  if (change.price === product.priceCents) findings.add(subject, `a change from ${product.priceCents}`, change.price);
  if (change.cause === 'return') return auditReturn(product, state, { subject, findings });
  if (change.price < product.priceCents) findings.add(subject, `a rise from ${product.priceCents}`, change.price);
}

/** A price returns in `returnTurns` steps, the first of them `returnAfterTurns` after the last inflation. */
function auditReturn({ lastInflationTurn }: Product, state: ReplayedState, report: { subject: string; findings: Findings }): void {
  const { returnAfterTurns, returnTurns } = state.run.scenario.events.inflation;
  const lastAge = returnAfterTurns + returnTurns - 1;
  const age = state.turn - (lastInflationTurn ?? -Infinity);
  if (age >= returnAfterTurns && age <= lastAge) return;
  report.findings.add(report.subject, `a return ${returnAfterTurns} to ${lastAge} turns after an inflation`, `one after ${age} turns`);
}

function subjectOf(change: Change): string {
  return recordSubject(change, 'events.jsonl');
}
