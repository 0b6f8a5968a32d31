/** Checks the events of a run: each change against the state before it, each summary against the changes before it. */

import type { Change } from './audit-change.ts';
import { auditChange, summaryKindOf } from './audit-change.ts';
import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import type { EventRecord, SummaryKind } from './records.ts';
import type { ReplayedState } from './replayed-state.ts';
import { total } from './statistics.ts';
import { isSummaryKind } from './tally.ts';

type Totals = Readonly<Record<string, number>>;

const CHANGE_KINDS: ReadonlySet<string> = new Set<Change['kind']>(['price_changed', 'budget_recharged', 'stock_added', 'product_switched']);

const TOTALS: Readonly<Record<SummaryKind, (changes: readonly Change[]) => Totals>> = {
  inflation: (changes) => ({ products: distinct(changes, 'product') }),
  budget_recharge: (changes) => ({ companies: distinct(changes, 'company'), amount: sum(changes, 'amount') }),
  restock: (changes) => ({ products: distinct(changes, 'product'), quantity: sum(changes, 'quantity') }),
  availability: (changes) => ({ deactivated: switched(changes, false), activated: switched(changes, true) }),
  supplier_recharge: (changes) => ({
    suppliers: distinct(changes, 'supplier'),
    lines: distinct(changes, 'supplier', 'product'),
    quantity: sum(changes, 'quantity'),
  }),
};

/** Sees the events of a run in their order, each before it is applied to the state. */
export class EventAudit {
  readonly #state: ReplayedState;
  readonly #findings: Findings;
  /** The changes since the last summary of their kind of event. */
  readonly #pending = new Map<SummaryKind, Change[]>();

  constructor(state: ReplayedState, findings: Findings) {
    this.#state = state;
    this.#findings = findings;
  }

  check(event: EventRecord): void {
    if (isSummary(event)) this.#checkSummary(event);
    if (!isChange(event)) return;
    auditChange(event, this.#state, this.#findings);
    const kind = summaryKindOf(event);
    if (kind !== undefined)
      this.#pending
        .set(kind, this.#pending.get(kind) ?? [])
        .get(kind)
        ?.push(event);
  }

  /** Checks that each change of the turn has been summed up. */
  endTurn(): void {
    for (const [kind, changes] of this.#pending) {
      this.#findings.add(`turn ${this.#state.turn}, events.jsonl`, `a summary of ${kind}`, `${changes.length} changes without one`);
    }
    this.#pending.clear();
  }

  #checkSummary(event: EventRecord<SummaryKind>): void {
    const subject = `${recordSubject(event, 'events.jsonl')} ${event.kind}`;
    const changes = this.#pending.get(event.kind) ?? [];
    this.#pending.delete(event.kind);
    if (changes.length === 0) this.#findings.add(subject, 'changes before the summary', 'none');
    const got = new Map<string, unknown>(Object.entries(event));
    for (const [field, expected] of Object.entries(totalsOf(event.kind, changes))) {
      this.#findings.same(`${subject} ${field}`, expected, got.get(field));
    }
    if (event.kind === 'inflation') this.#checkTarget(event, changes);
  }

  #checkTarget(event: EventRecord<'inflation'>, changes: readonly Change[]): void {
    const subject = `${recordSubject(event, 'events.jsonl')} inflation`;
    if (event.target === 'product') {
      this.#findings.same(`${subject} products`, 1, event.products);
      this.#findings.same(`${subject} type`, null, event.type);
      return;
    }
    for (const change of changes) {
      if (change.kind !== 'price_changed') continue;
      this.#findings.same(`${subject} type`, this.#state.market.products.get(change.product)?.type, event.type);
    }
  }
}

function isSummary(event: EventRecord): event is EventRecord<SummaryKind> {
  return isSummaryKind(event.kind);
}

function isChange(event: EventRecord): event is Change {
  return CHANGE_KINDS.has(event.kind);
}

/** Returns the numeric fields of a summary of `kind` after these changes. */
function totalsOf(kind: SummaryKind, changes: readonly Change[]): Totals {
  return TOTALS[kind](changes);
}

function fieldOf(change: Change, name: string): unknown {
  return new Map<string, unknown>(Object.entries(change)).get(name);
}

function distinct(changes: readonly Change[], ...names: readonly string[]): number {
  return new Set(changes.map((change) => names.map((name) => fieldOf(change, name)).join(' '))).size;
}

function sum(changes: readonly Change[], name: string): number {
  return total(changes.map((change) => Number(fieldOf(change, name))));
}

function switched(changes: readonly Change[], active: boolean): number {
  return changes.filter((change) => fieldOf(change, 'active') === active).length;
}
