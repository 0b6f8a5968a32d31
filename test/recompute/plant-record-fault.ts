/** Plants faults in the events and attempts of a run, to show that a journal that does not add up is found. Each works on any run with a purchase. */

import type { AttemptRecord, EventRecord, JournalRecord, Run } from './records.ts';

type AttemptChange = (attempt: AttemptRecord) => AttemptRecord;

/** By name, a function that returns a copy of the run with one fault, or null where the run has no record to spoil. */
export const RECORD_FAULTS: Readonly<Record<string, (run: Run) => Run | null>> = {
  'a lost event': (run) => ({ ...run, events: lose(run.events) }),
  'a lost attempt': (run) => ({ ...run, transactions: lose(run.transactions) }),
  'a lost metrics record': (run) => ({ ...run, metrics: lose(run.metrics) }),
  'the last metrics record lost': (run) => ({ ...run, metrics: run.metrics.slice(0, -1) }),
  'a wrong amount': onPurchase((attempt) => ({ ...attempt, amount: attempt.amount + 1 })),
  'a purchase beyond stock and budget': onPurchase((attempt) => withQuantity(attempt, 100_000_000)),
  'a price changed inside the purchases': onPurchase((attempt) => withUnitPrice(attempt, (attempt.unit_price ?? 0) + 1)),
  'a purchase told as a failure': onPurchase((attempt) => ({ ...withQuantity(attempt, 0), outcome: 'failed', reason: 'no_stock' })),
  'another company': onPurchase((attempt) => ({ ...attempt, company: `${attempt.company}-twin` })),
  'an attempt in the turn after': (run) => changeAttempt(run, lastOfItsTurn(run.transactions), nextTurn),
  'a wrong reason': (run) => changeAttempt(run, run.transactions.findIndex(isFailure), wrongReason),
  'an opening balance off by a cent': onEvent((event) =>
    event.kind === 'account_opened' ? { ...event, balance: event.balance + 1 } : null,
  ),
  'a factor that does not give the price': onEvent((event) =>
    event.kind === 'line_created' ? { ...event, factor: event.factor * 2 } : null,
  ),
  'a recharge off by a cent': onEvent((event) => (event.kind === 'budget_recharged' ? { ...event, amount: event.amount + 1 } : null)),
  'a stock that does not add up': onEvent((event) => (event.kind === 'stock_added' ? { ...event, stock: event.stock + 1 } : null)),
  'a summary that does not add up': onEvent((event) => (event.kind === 'restock' ? { ...event, quantity: event.quantity + 1 } : null)),
  'a product switched to what it is': onEvent((event) => (event.kind === 'product_switched' ? { ...event, active: !event.active } : null)),
  'an event in the turn before': onEvent((event) => (event.kind === 'budget_recharge' ? { ...event, turn: event.turn - 1 } : null)),
};

function onPurchase(change: AttemptChange): (run: Run) => Run | null {
  return (run) => {
    const purchases = run.transactions.flatMap(({ outcome }, index) => (outcome === 'bought' ? [index] : []));
    return changeAttempt(run, purchases[purchases.length >> 1] ?? -1, change);
  };
}

function changeAttempt(run: Run, index: number, change: AttemptChange): Run | null {
  const attempt = run.transactions[index];
  return attempt === undefined ? null : { ...run, transactions: run.transactions.with(index, change(attempt)) };
}

/** Changes the first event for which `change` has a faulty one. */
function onEvent(change: (event: EventRecord) => EventRecord | null): (run: Run) => Run | null {
  return (run) => {
    const index = run.events.findIndex((event) => change(event) !== null);
    const faulty = index === -1 ? null : change(run.events[index]!);
    return faulty === null ? null : { ...run, events: run.events.with(index, faulty) };
  };
}

function lose<Item extends JournalRecord>(records: readonly Item[]): Item[] {
  return records.toSpliced(records.length >> 1, 1);
}

function withQuantity(attempt: AttemptRecord, quantity: number): AttemptRecord {
  return { ...attempt, quantity, amount: quantity * (attempt.unit_price ?? 0) };
}

function withUnitPrice(attempt: AttemptRecord, unitPriceCents: number): AttemptRecord {
  return { ...attempt, unit_price: unitPriceCents, amount: attempt.quantity * unitPriceCents };
}

function isFailure({ outcome }: AttemptRecord): boolean {
  return outcome === 'failed';
}

function wrongReason(attempt: AttemptRecord): AttemptRecord {
  return { ...attempt, reason: attempt.reason === 'no_stock' ? 'no_budget' : 'no_stock' };
}

function lastOfItsTurn(records: readonly AttemptRecord[]): number {
  return records.findIndex(({ turn }, index) => records[index + 1] !== undefined && records[index + 1]!.turn > turn);
}

function nextTurn(attempt: AttemptRecord): AttemptRecord {
  return { ...attempt, turn: attempt.turn + 1 };
}
