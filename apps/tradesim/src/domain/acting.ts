import { ActivationOrder } from '@tradesim/simulation';
import { deliverPurchases } from './delivery.ts';
import { attemptPurchase } from './purchasing.ts';
import type { World } from './world.ts';

/**
 * The phase in which companies act: each decides by chance whether it does, and those who do act in the ascending order
 * of a random key, which is a fresh uniform shuffle each turn. Both are drawn from the company's own block of the turn.
 * A company acts at most once.
 */
export class Acting {
  readonly #order: ActivationOrder;

  constructor(companies: number) {
    this.#order = new ActivationOrder(companies);
  }

  run(world: World, turn: number): void {
    this.#decide(world, turn);
    world.trade.open();
    this.#attemptAll(world, turn);
    deliverPurchases(world);
    world.trade.close();
  }

  #attemptAll(world: World, turn: number): void {
    const companies = this.#order.sort();
    for (let place = 0; place < this.#order.count; place += 1) attemptPurchase(world, companies[place]!, turn);
  }

  #decide(world: World, turn: number): void {
    const { actProbability, count } = world.parameters.companies;
    const stream = world.streams.act;
    this.#order.clear();
    for (let company = 0; company < count; company += 1) {
      stream.at(turn, company);
      if (stream.chance(actProbability)) this.#order.add(company, stream.uint32());
    }
  }
}
