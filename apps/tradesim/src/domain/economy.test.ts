import { describe, expect, it } from 'vitest';
import type { RandomStream } from '@tradesim/simulation';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { Economy } from './economy.ts';
import { openStreams } from './streams.ts';
import type { EconomyParameters } from './parameters.ts';
import type { Snapshot } from './snapshot.ts';

function withCompanies(count: number): EconomyParameters {
  return { ...CLASSIC_PARAMETERS, companies: { ...CLASSIC_PARAMETERS.companies, count } };
}

/** Everything a snapshot shows, copied: its columns change with the next turn. */
function copyOf(snapshot: Snapshot): unknown {
  const { attempts } = snapshot;
  const rows = Array.from({ length: attempts.count }, (_, row) => [
    attempts.company[row],
    attempts.product[row],
    attempts.supplier[row],
    attempts.strategy[row],
    attempts.reason[row],
    attempts.quantity[row],
    attempts.unitPrice[row],
    attempts.amount[row],
  ]);
  return structuredClone({ ...snapshot, attempts: rows });
}

function historyOf(economy: Economy, turns: number): unknown[] {
  return Array.from({ length: turns }, () => copyOf(economy.advance()));
}

describe('Economy', () => {
  it('shows the generated economy in turn 0', () => {
    const economy = new Economy(CLASSIC_PARAMETERS, 5);
    const snapshot = economy.snapshot();
    expect([economy.turn, snapshot.turn, snapshot.attempts.count, snapshot.events]).toEqual([0, 0, 0, []]);
    expect(snapshot.residuals).toEqual({ money: 0, goods: 0, solvency: 0, trade: 0 });
    expect([snapshot.companies.count, snapshot.products.count, snapshot.suppliers.count]).toEqual([3, 12, 5]);
    expect(snapshot.products.price).toEqual(snapshot.products.originPrice);
  });

  it('advances turn by turn and keeps the last snapshot', () => {
    const economy = new Economy(CLASSIC_PARAMETERS, 5);
    const first = economy.advance();
    expect([first.turn, economy.turn]).toEqual([1, 1]);
    expect(economy.snapshot()).toBe(first);
    expect(economy.advance().turn).toBe(2);
    expect(first.turn).toBe(1);
  });

  it('leaves the events of a snapshot as they are when it advances', () => {
    const economy = new Economy(CLASSIC_PARAMETERS, 5);
    const history = Array.from({ length: 50 }, () => economy.advance());
    expect(history.map(({ turn }) => turn)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(history.some(({ events }) => events.length > 0)).toBe(true);
    for (const { events, eventCounts } of history) {
      const summaries = events.filter(({ kind }) => kind in eventCounts).length;
      expect(summaries).toBe(Object.values(eventCounts).reduce((sum, count) => sum + count, 0));
    }
  });

  it('gives the same snapshots for the same seed, and others for another', () => {
    const history = historyOf(new Economy(CLASSIC_PARAMETERS, 42), 200);
    expect(historyOf(new Economy(CLASSIC_PARAMETERS, 42), 200)).toEqual(history);
    expect(historyOf(new Economy(CLASSIC_PARAMETERS, 43), 200)).not.toEqual(history);
  });

  it('gives the same snapshots whoever reads them in between', () => {
    const history = historyOf(new Economy(CLASSIC_PARAMETERS, 7), 100);
    const observed = new Economy(CLASSIC_PARAMETERS, 7);
    const read = Array.from({ length: 100 }, () => {
      observed.snapshot();
      const copy = copyOf(observed.advance());
      void [...observed.snapshot().companies.slug, observed.snapshot().cheapestOffer];
      return copy;
    });
    expect(read).toEqual(history);
  });

  it('shows its genesis in turn 0 only', () => {
    const economy = new Economy(CLASSIC_PARAMETERS, 5);
    expect([...economy.genesis.accounts()]).toHaveLength(9);
    economy.advance();
    expect(() => economy.genesis).toThrow('Genesis: expected to be read in turn 0, got turn 1 (number). Read it before the first advance.');
  });

  it('lets companies act as often as their probability says, each in any place of the order', () => {
    const economy = new Economy(withCompanies(10), 3);
    const acted = new Float64Array(10);
    const first = new Float64Array(10);
    for (let turn = 0; turn < 4_000; turn += 1) {
      const { company, count } = economy.advance().attempts;
      for (const each of company.subarray(0, count)) acted[each]! += 1;
      if (count > 0) first[company[0]!]! += 1;
    }
    // Five standard deviations of the binomial distributions.
    for (const times of acted) expect(Math.abs(times - 1_200)).toBeLessThan(5 * Math.sqrt(4_000 * 0.21));
    const begun = first.reduce((sum, times) => sum + times, 0);
    for (const times of first) expect(Math.abs(times - begun / 10)).toBeLessThan(5 * Math.sqrt(begun * 0.09));
  });

  it('lets the same companies act in the same order when another company is added', () => {
    const few = new Economy(withCompanies(8), 11);
    const more = new Economy(withCompanies(9), 11);
    for (let turn = 1; turn <= 300; turn += 1) {
      const [fewer, others] = [few.advance().attempts, more.advance().attempts];
      const acting = [...others.company.subarray(0, others.count)].filter((company) => company < 8);
      expect(acting).toEqual([...fewer.company.subarray(0, fewer.count)]);
    }
  });

  it('counts the events of a turn by their summaries, which follow their changes in a fixed order', () => {
    const order = ['inflation', 'budget_recharge', 'restock', 'availability', 'supplier_recharge'] as const;
    const economy = new Economy(CLASSIC_PARAMETERS, 9);
    const seen = new Set<string>();
    for (let turn = 1; turn <= 400; turn += 1) {
      const { events, eventCounts } = economy.advance();
      const summaries = events.map(({ kind }) => kind).filter((kind) => (order as readonly string[]).includes(kind));
      expect(summaries).toEqual(order.filter((kind) => eventCounts[kind] === 1));
      for (const kind of summaries) seen.add(kind);
      if (turn % 2 === 1) expect(summaries).toEqual([]);
    }
    expect([...seen].toSorted()).toEqual([...order].toSorted());
  });

  it('completes most attempts and keeps prices within 1 … 10 times their origin over 100,000 turns', () => {
    const economy = new Economy(CLASSIC_PARAMETERS, 1);
    const seen = { attempts: 0, bought: 0, lowest: Infinity, highest: 0, residuals: 0 };
    for (let turn = 1; turn <= 100_000; turn += 1) {
      const { attempts, products, residuals } = economy.advance();
      seen.attempts += attempts.count;
      for (let row = 0; row < attempts.count; row += 1) if (attempts.reason[row] === -1) seen.bought += 1;
      for (let product = 0; product < products.count; product += 1) {
        const timesOrigin = products.price[product]! / products.originPrice[product]!;
        seen.lowest = Math.min(seen.lowest, timesOrigin);
        seen.highest = Math.max(seen.highest, timesOrigin);
      }
      seen.residuals += residuals.money + residuals.goods + residuals.solvency + residuals.trade;
    }
    expect(seen.bought / seen.attempts).toBeGreaterThan(0.8);
    expect(seen.lowest).toBeGreaterThanOrEqual(1);
    expect(seen.highest).toBeLessThanOrEqual(10);
    expect(seen.residuals).toBe(0);
  });
});

describe('openStreams', () => {
  it('gives each purpose its own draws', () => {
    const streams: RandomStream[] = Object.values(openStreams(1));
    const first = streams.map((stream) => stream.at(1, 0).uint32());
    expect(new Set(first).size).toBe(streams.length);
  });
});
