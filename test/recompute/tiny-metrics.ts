/** The metrics of a hand-made journal, each written out on its own from the history up to a turn, sample names included. */

import { tinyBudgets, tinyCompanies } from './tiny-company-metrics.ts';
import type { TinyHistory } from './tiny-history.ts';
import { add } from './tiny-history.ts';

type Values = Record<string, number | null>;

/** Returns the values at the end of `turn`, without those of single entities. */
export function tinyMetrics(all: TinyHistory, turn: number): Values {
  const history = all.upTo(turn);
  const before = turn === 1 ? null : all.upTo(turn - 1);
  return {
    ...tinyBudgets(history, before),
    ...tinyCompanies(history),
    ...products(history, turn),
    ...suppliers(history),
    ...attempts(history, turn),
    ...events(history, turn),
    ...histogram('amount_euros', [10, 25, 50, 100, 250, 500, 1000, 2500, 5000], {
      observed: history.attempts('bought').map(({ amount }) => amount),
      scale: 100,
    }),
    ...histogram('quantity_units', [1, 2, 5, 10, 15, 20, 25, 30, 35, 40], {
      observed: history.attempts('bought').map(({ quantity }) => quantity),
      scale: 1,
    }),
  };
}

/** Returns the values of single entities at the end of `turn`. */
export function tinyEntityMetrics(all: TinyHistory, turn: number): Values {
  const history = all.upTo(turn);
  return {
    ...keyed(history.events('company_created'), ({ company }) => [
      `tradesim_company_budget_euros{company="${company}"}`,
      history.budget(company) / 100,
    ]),
    ...keyed(history.events('product_created'), ({ product }) => [
      `tradesim_product_price_euros{product="${product}"}`,
      history.price(product) / 100,
    ]),
    ...keyed(history.events('line_created'), (line) => [
      `tradesim_supplier_line_stock_units{supplier="${line.supplier}",product="${line.product}"}`,
      history.stock(line),
    ]),
  };
}

function products(history: TinyHistory, turn: number): Values {
  const all = history.events('product_created');
  const prices = all.map(({ product }) => history.price(product) / 100);
  const lines = history.events('line_created');
  const ages = all.map(({ product }) => {
    const rises = history.events('price_changed').filter((event) => event.product === product && event.cause === 'inflation');
    return turn - (rises.at(-1)?.turn ?? -1000);
  });
  const { returnAfterTurns: after, returnTurns } = history.events('run_started')[0]!.scenario.events.inflation;
  return {
    'tradesim_products{state="active"}': all.filter(({ product }) => history.isActive(product)).length,
    'tradesim_products{state="inactive"}': all.filter(({ product }) => !history.isActive(product)).length,
    tradesim_product_price_mean_euros: add(prices) / prices.length,
    tradesim_product_price_min_euros: Math.min(...prices),
    tradesim_product_price_max_euros: Math.max(...prices),
    tradesim_price_index_ratio: add(all.map(({ product, price }) => history.price(product) / price)) / all.length,
    tradesim_out_of_stock_products: all.filter(({ product }) => !lines.some((line) => line.product === product && history.stock(line) > 0))
      .length,
    tradesim_inflated_products: ages.filter((age) => age < after).length,
    tradesim_returning_products: ages.filter((age) => age >= after && age <= after + returnTurns - 2).length,
  };
}

function suppliers(history: TinyHistory): Values {
  const lines = history.events('line_created');
  const stocked = history
    .events('supplier_created')
    .filter(({ supplier }) => lines.some((line) => line.supplier === supplier && history.stock(line) > 0));
  return { tradesim_stocked_suppliers: stocked.length, tradesim_supplier_stock_units: add(lines.map((line) => history.stock(line))) };
}

function attempts(history: TinyHistory, turn: number): Values {
  const bought = history.attempts('bought');
  const now = history.attempts().filter((attempt) => attempt.turn === turn);
  const count = (strategy: string, outcome: 'bought' | 'failed'): number =>
    history.attempts(outcome).filter((attempt) => attempt.strategy === strategy).length;
  const failed = (reason: string): number => history.attempts().filter((attempt) => attempt.reason === reason).length;
  return {
    tradesim_purchase_success_ratio: now.length === 0 ? null : now.filter(({ outcome }) => outcome === 'bought').length / now.length,
    tradesim_spending_euros_total: add(bought.map(({ amount }) => amount)) / 100,
    tradesim_transactions_total: bought.length,
    'tradesim_purchase_attempts_total{strategy="cheapest",outcome="bought"}': count('cheapest', 'bought'),
    'tradesim_purchase_attempts_total{strategy="cheapest",outcome="failed"}': count('cheapest', 'failed'),
    'tradesim_purchase_attempts_total{strategy="by_type",outcome="bought"}': count('by_type', 'bought'),
    'tradesim_purchase_attempts_total{strategy="by_type",outcome="failed"}': count('by_type', 'failed'),
    'tradesim_purchase_failures_total{reason="no_active_product"}': failed('no_active_product'),
    'tradesim_purchase_failures_total{reason="no_stock"}': failed('no_stock'),
    'tradesim_purchase_failures_total{reason="no_budget"}': failed('no_budget'),
  };
}

function events(history: TinyHistory, turn: number): Values {
  const recharged = history.events('budget_recharged');
  const { seed, version, scenario } = history.events('run_started')[0]!;
  return {
    tradesim_turn: turn,
    tradesim_turns_total: turn,
    [`tradesim_run_info{seed="${seed}",scenario="${scenario.name}",version="${version}"}`]: 1,
    tradesim_budget_recharges_total: recharged.length,
    tradesim_budget_recharge_euros_total: add(recharged.map(({ amount }) => amount)) / 100,
    'tradesim_events_total{kind="inflation"}': history.events('inflation').length,
    'tradesim_events_total{kind="budget_recharge"}': history.events('budget_recharge').length,
    'tradesim_events_total{kind="restock"}': history.events('restock').length,
    'tradesim_events_total{kind="availability"}': history.events('availability').length,
    'tradesim_events_total{kind="supplier_recharge"}': history.events('supplier_recharge').length,
    ...keyed(['money', 'goods', 'solvency', 'trade'], (name) => [`tradesim_invariant_residual{invariant="${name}"}`, 0]),
    ...keyed(['money', 'goods', 'solvency', 'trade'], (name) => [`tradesim_invariant_violations_total{invariant="${name}"}`, 0]),
  };
}

function histogram(name: string, bounds: readonly number[], { observed, scale }: { observed: readonly number[]; scale: number }): Values {
  return {
    ...keyed(bounds, (bound) => [
      `tradesim_purchase_${name}_bucket{le="${bound}"}`,
      observed.filter((value) => value <= bound * scale).length,
    ]),
    [`tradesim_purchase_${name}_bucket{le="+Inf"}`]: observed.length,
    [`tradesim_purchase_${name}_sum`]: add(observed) / scale,
    [`tradesim_purchase_${name}_count`]: observed.length,
  };
}

function keyed<Item>(items: readonly Item[], entry: (item: Item) => [string, number]): Values {
  return Object.fromEntries(items.map(entry));
}
