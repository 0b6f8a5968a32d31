import { describe, expect, it } from 'vitest';
import { rechargeBudgets, wholeEuros } from './budget-recharge.ts';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { runEvents } from './events.ts';
import { generateWorld } from './generation.ts';
import { restock } from './restock.ts';
import { rechargeSuppliers } from './supplier-recharge.ts';
import type { EconomyEvent } from './economy-event.ts';
import type { EconomyParameters } from './parameters.ts';
import type { World } from './world.ts';

const EVENTS = CLASSIC_PARAMETERS.events;
type Events = EconomyParameters['events'];

function worldOf(events: Partial<Events>): World {
  const companies = { ...CLASSIC_PARAMETERS.companies, count: 200 };
  return generateWorld({ ...CLASSIC_PARAMETERS, companies, events: { ...EVENTS, ...events } }, 3);
}

function eventsOf(world: World, event: (world: World, turn: number) => void, turn: number): readonly EconomyEvent[] {
  world.record.begin();
  event(world, turn);
  return world.record.events;
}

function ofKind<Kind extends EconomyEvent['kind']>(events: readonly EconomyEvent[], kind: Kind): Extract<EconomyEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<EconomyEvent, { kind: Kind }> => event.kind === kind);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('wholeEuros', () => {
  it('are those within the range, both ends included', () => {
    expect(wholeEuros({ min: 400_000, max: 800_000 })).toEqual({ min: 4_000, max: 8_000 });
    expect(wholeEuros({ min: 101, max: 399 })).toEqual({ min: 2, max: 3 });
  });
});

describe('rechargeBudgets', () => {
  const certain = { ...EVENTS.budgetRecharge, probability: 1 };

  it('pays whole euros within the range from the treasury to some companies', () => {
    const world = worldOf({ budgetRecharge: certain });
    const before = world.companies.budget.slice();
    const events = eventsOf(world, rechargeBudgets, 2);
    const changes = ofKind(events, 'budget_recharged');
    expect(changes.every(({ amount }) => amount % 100 === 0 && amount >= 400_000 && amount <= 800_000)).toBe(true);
    for (const { company, amount } of changes) expect(world.companies.budget[company]).toBe(before[company]! + amount);
    // Four standard deviations around 0.7 of 200 companies.
    expect(Math.abs(changes.length - 140)).toBeLessThan(4 * Math.sqrt(200 * 0.21));
    const total = sum(changes.map(({ amount }) => amount));
    expect(events.at(-1)).toEqual({ kind: 'budget_recharge', companies: changes.length, amount: total });
    expect(world.record.recharges).toEqual({ count: changes.length, amountCents: total });
    expect(world.record.eventCounts.budget_recharge).toBe(1);
    expect(world.accounts.total()).toBe(0);
  });

  it('leaves no record when nobody gets anything', () => {
    const world = worldOf({ budgetRecharge: { ...certain, companyProbability: 0 } });
    expect(eventsOf(world, rechargeBudgets, 2)).toEqual([]);
    const nothing = worldOf({ budgetRecharge: { ...certain, amountCents: { min: 0, max: 0 } } });
    expect(eventsOf(nothing, rechargeBudgets, 2)).toEqual([]);
    expect(nothing.record.eventCounts.budget_recharge).toBe(0);
  });
});

describe('restock', () => {
  const certain = { ...EVENTS.restock, probability: 1 };

  it('brings new units of some active products to a supplier that carries them', () => {
    const world = worldOf({ restock: certain });
    world.market.deactivate(0);
    const carried = new Set(world.lines.product);
    for (let turn = 2; turn <= 200; turn += 2) {
      const before = world.lines.stock.slice();
      const events = eventsOf(world, restock, turn);
      const changes = ofKind(events, 'stock_added');
      expect(new Set(changes.map(({ product }) => product)).size).toBe(changes.length);
      for (const change of changes) {
        expect(change.cause).toBe('restock');
        expect(change.product).not.toBe(0);
        expect(carried.has(change.product)).toBe(true);
        expect(change.quantity).toBeGreaterThanOrEqual(10);
        expect(change.quantity).toBeLessThanOrEqual(50);
        const line = lineOf(world, change);
        expect([world.lines.stock[line], change.stock]).toEqual([before[line]! + change.quantity, before[line]! + change.quantity]);
      }
      const total = sum(changes.map(({ quantity }) => quantity));
      expect(events.slice(changes.length)).toEqual(
        changes.length === 0 ? [] : [{ kind: 'restock', products: changes.length, quantity: total }],
      );
    }
  });

  it('reaches every line of an active product in the long run', () => {
    const world = worldOf({ restock: { ...certain, productProbability: 1 } });
    const reached = new Set<number>();
    for (let turn = 2; turn <= 300; turn += 2)
      for (const change of ofKind(eventsOf(world, restock, turn), 'stock_added')) reached.add(lineOf(world, change));
    const expected = [...world.lines.product.keys()].filter((line) => world.products.active[world.lines.product[line]!] === 1);
    expect([...reached].toSorted((a, b) => a - b)).toEqual(expected);
  });
});

describe('rechargeSuppliers', () => {
  const certain = { ...EVENTS.supplierRecharge, probability: 1, supplierProbability: 1, productProbability: 1 };

  it('happens in multiples of its own interval only, whatever the interval of the other events', () => {
    const world = worldOf({ intervalTurns: 7, supplierRecharge: { ...certain, intervalTurns: 15 } });
    const turns = Array.from({ length: 60 }, (_, index) => index + 1);
    const happened = turns.filter((turn) => ofKind(eventsOf(world, runEvents, turn), 'supplier_recharge').length > 0);
    expect(happened).toEqual([15, 30, 45, 60]);
  });

  it('adds units to each line with stock of an active product, and to no other', () => {
    const world = worldOf({ supplierRecharge: certain });
    world.market.deactivate(world.lines.product[0]!);
    world.market.sell(5, world.lines.stock[5]!);
    const eligible = [...world.lines.stock.keys()].filter(
      (line) => world.lines.stock[line]! > 0 && world.products.active[world.lines.product[line]!] === 1,
    );
    const events = eventsOf(world, rechargeSuppliers, 20);
    const changes = ofKind(events, 'stock_added');
    expect(changes.map((change) => lineOf(world, change))).toEqual(eligible);
    expect(events.at(-1)).toEqual({
      kind: 'supplier_recharge',
      suppliers: new Set(changes.map(({ supplier }) => supplier)).size,
      lines: changes.length,
      quantity: sum(changes.map(({ quantity }) => quantity)),
    });
  });

  it('reaches suppliers and products as often as their probabilities say', () => {
    const world = worldOf({ supplierRecharge: { ...EVENTS.supplierRecharge, probability: 1 } });
    let suppliers = 0;
    let lines = 0;
    let eligible = 0;
    for (let turn = 20; turn <= 20_000; turn += 20) {
      const changes = ofKind(eventsOf(world, rechargeSuppliers, turn), 'stock_added');
      suppliers += new Set(changes.map(({ supplier }) => supplier)).size;
      lines += changes.length;
      eligible += [...world.lines.product].filter((product) => world.products.active[product] === 1).length;
    }
    expect(lines / eligible).toBeCloseTo(0.4 * 0.6, 1);
    // A supplier that recharges none of its products does not count.
    expect(suppliers / 5_000).toBeGreaterThan(0.36);
    expect(suppliers / 5_000).toBeLessThan(0.42);
  });
});

describe('runEvents', () => {
  it('draws the events in turns that are a multiple of the interval only', () => {
    const always = { probability: 1 };
    const world = worldOf({
      intervalTurns: 3,
      budgetRecharge: { ...EVENTS.budgetRecharge, ...always },
      supplierRecharge: { ...EVENTS.supplierRecharge, probability: 0 },
    });
    const turns = Array.from({ length: 12 }, (_, index) => index + 1);
    expect(turns.filter((turn) => eventsOf(world, runEvents, turn).length > 0)).toEqual([3, 6, 9, 12]);
  });
});

function lineOf(world: World, { supplier, product }: { supplier: number; product: number }): number {
  return [...world.lines.supplier.keys()].findIndex(
    (line) => world.lines.supplier[line] === supplier && world.lines.product[line] === product,
  );
}
