/** A run of a few dozen turns, written by hand: every kind of event, every failure reason with the strategies that can meet it. */

import type { Run } from './records.ts';
import { TinyJournal } from './tiny-journal.ts';
import type { TinyRunOptions } from './tiny-opening.ts';
import { openTinyRun } from './tiny-opening.ts';

/**
 * Companies buy in the order written; what follows the purchases of a turn happens after them. Budgets and prices are in cents.
 * The bounds are met exactly: a budget that just suffices (dune in turn 19, cora in turn 21), one at the threshold of prosperity (bolt after turn 20),
 * one of nothing and one of a cent while nothing is on offer (turns 22 and 23).
 */
const SCRIPT: readonly ((run: TinyJournal) => void)[] = [
  (run) => {
    run.buys('acme', 1, 'apple at north');
    run.fails('dune', 'no_budget');
  },
  (run) => {
    run.buys('acme', 40, 'apple at north');
    run.buys('cora', 4, 'kite at south');
    run.recharge({ dune: 5_000, cora: 100_000 });
    run.inflation(null, { apple: 700 });
  },
  (run) => {
    run.fails('cora', 'no_stock', 'kite');
    run.buys('bolt', 18, 'hammer at north');
  },
  (run) => run.restock({ 'kite at south': 10, 'apple at south': 20 }),
  (run) => {
    run.buys('dune', 1, 'apple at north');
    run.buys('bolt', 2, 'hammer at north');
  },
  (run) => {
    run.returns('apple', 650);
    run.availability(['hammer'], ['robot']);
  },
  (run) => {
    run.fails('bolt', 'no_active_product');
    run.buys('cora', 30, 'robot at south');
    run.returns('apple', 600);
  },
  (run) => {
    run.returns('apple', 550);
    run.inflation('toys', { kite: 1_300, robot: 15_000 });
    run.recharge({ acme: 40_000, bolt: 30_000 });
  },
  (run) => {
    run.buys('acme', 40, 'apple at north');
    run.fails('cora', 'no_stock', 'robot');
  },
  (run) => {
    run.buys('dune', 8, 'apple at north');
    run.restock({ 'robot at south': 45 });
  },
  (run) => {
    run.buys('acme', 10, 'apple at north');
    run.buys('cora', 7, 'kite at south');
  },
  (run) => {
    run.buys('acme', 25, 'apple at south');
    run.returns('kite', 1_200);
    run.returns('robot', 14_000);
  },
  (run) => {
    run.buys('acme', 3, 'kite at south');
    run.returns('kite', 1_100);
    run.returns('robot', 13_500);
  },
  (run) => {
    run.buys('acme', 40, 'robot at south');
    run.returns('kite', 990);
    run.returns('robot', 13_200);
  },
  (run) => {
    run.buys('cora', 5, 'robot at south');
    run.fails('acme', 'no_stock');
    run.supplierRecharge({ 'hammer at north': 50, 'apple at south': 35, 'robot at south': 13 });
  },
  (run) => {
    run.buys('cora', 13, 'robot at south');
    run.restock({ 'robot at south': 1 });
  },
  (run) => {
    run.fails('cora', 'no_budget', 'robot at south');
    run.availability(['apple', 'kite', 'robot'], []);
  },
  (run) => {
    run.fails('acme', 'no_active_product');
    run.fails('cora', 'no_active_product');
    run.availability([], ['hammer', 'apple']);
    run.recharge({ dune: 259, cora: 6_298 });
  },
  (run) => {
    run.buys('bolt', 12, 'hammer at north');
    run.buys('dune', 1, 'apple at south');
    run.buys('cora', 2, 'apple at south');
    run.buys('acme', 32, 'apple at south');
    run.inflation(null, { hammer: 3_250 });
  },
  (run) => {
    run.buys('bolt', 27, 'hammer at north');
    run.inflation(null, { hammer: 3_900 });
    run.recharge({ bolt: 39_441 });
    run.availability([], ['robot']);
  },
  (run) => {
    run.buys('cora', 1, 'robot at south');
    run.fails('dune', 'no_budget');
    run.restock({ 'apple at south': 10 });
  },
  (run) => {
    run.fails('cora', 'no_budget', 'apple at south');
    run.availability(['hammer', 'apple', 'robot'], []);
  },
  (run) => run.recharge({ dune: 1 }),
  (run) => {
    run.returns('hammer', 3_500);
    run.availability([], ['hammer', 'apple', 'kite']);
  },
];

/** Turns after the script, each with one purchase, while the price of hammers stays up and then returns. */
const QUIET_TURNS = 8;
const HAMMER_RETURN_CENTS: ReadonlyMap<number, number> = new Map([
  [25, 3_000],
  [26, 2_750],
]);

/** Plays the script and returns its journal. */
export function tinyRun(options: TinyRunOptions = {}): Run {
  const run = new TinyJournal();
  openTinyRun(run, options);
  for (const play of SCRIPT) {
    run.nextTurn();
    play(run);
  }
  for (let turn = SCRIPT.length + 1; turn <= SCRIPT.length + QUIET_TURNS; turn += 1) {
    run.nextTurn();
    const cents = HAMMER_RETURN_CENTS.get(turn);
    if (turn % 2 === 1) run.buys('bolt', 1, 'hammer at north');
    if (cents !== undefined) run.returns('hammer', cents);
  }
  return run.end();
}
