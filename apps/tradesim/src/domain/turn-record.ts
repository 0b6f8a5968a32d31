import type { EconomyChange, EconomyEvent, EventSummary } from './economy-event.ts';
import type { EventKind } from './parameters.ts';

/** What changed in the current turn. */
export class TurnRecord {
  #events: EconomyEvent[] = [];
  #eventCounts = noEvents();
  #recharges = { count: 0, amountCents: 0 };

  get events(): readonly EconomyEvent[] {
    return this.#events;
  }

  get eventCounts(): Readonly<Record<EventKind, number>> {
    return this.#eventCounts;
  }

  get recharges(): { readonly count: number; readonly amountCents: number } {
    return this.#recharges;
  }

  /** Begins a turn; what was handed out of the last one stays as it is. */
  begin(): void {
    this.#events = [];
    this.#eventCounts = noEvents();
    this.#recharges = { count: 0, amountCents: 0 };
  }

  addChange(change: EconomyChange): void {
    this.#events.push(change);
  }

  /** Adds the summary of an event, after its changes, and counts the event. */
  addSummary(summary: EventSummary): void {
    this.#events.push(summary);
    this.#eventCounts[summary.kind] += 1;
    if (summary.kind === 'budget_recharge') this.#recharges = { count: summary.companies, amountCents: summary.amount };
  }
}

function noEvents(): Record<EventKind, number> {
  return { inflation: 0, budget_recharge: 0, restock: 0, availability: 0, supplier_recharge: 0 };
}
