/**
 * Money as integer cents with two sides: what one account pays, another receives, so the sum over all accounts never
 * changes.
 */
const REFUSAL = 'Nothing was moved.';

/** Accounts numbered 0 … count - 1, opened with a balance of 0 and a credit limit of 0. */
export class Accounts {
  /** Cents. For reading; only `transfer` writes. The array lives as long as the accounts. */
  readonly balances: Float64Array;
  readonly #creditLimits: Float64Array;

  constructor(count: number) {
    this.balances = new Float64Array(count);
    this.#creditLimits = new Float64Array(count);
  }

  get count(): number {
    return this.balances.length;
  }

  /**
   * Lets an account fall to `-limitCents`; Infinity is unlimited.
   * @throws {RangeError} when the account is unknown or the limit negative.
   */
  setCreditLimit(account: number, limitCents: number): void {
    this.#expectAccount(account, 'account');
    if (!(limitCents >= 0)) {
      throw new RangeError(
        `Credit limit of account ${account}: expected cents >= 0, got ${limitCents} (${typeof limitCents}). A limit of 500 lets the balance fall to -500.`,
      );
    }
    this.#creditLimits[account] = limitCents;
  }

  /**
   * Moves `amountCents` from the payer to the payee; on a refusal neither side has changed.
   * @throws {RangeError} when the amount is not an integer >= 0, an account is unknown, the payer would fall below its
   *   credit limit, or a balance would leave the integers a double holds exactly (±2^53 - 1).
   */
  transfer(payer: number, payee: number, amountCents: number): void {
    if (!Number.isSafeInteger(amountCents) || amountCents < 0) {
      throw new RangeError(
        `Transfer: expected an amount in whole cents >= 0, got ${amountCents} (${typeof amountCents}). ${REFUSAL} Round it, and swap payer and payee of a negative amount.`,
      );
    }
    const balances = this.balances;
    const paid = this.#expectAccount(payer, 'payer') - amountCents;
    this.#expectAccount(payee, 'payee');
    if (paid < -this.#creditLimits[payer]!) {
      throw new RangeError(
        `Transfer: expected account ${payer} to stay at ${-this.#creditLimits[payer]!} cents or above, got ${paid} (number). ${REFUSAL} Pay at most the balance and the credit limit.`,
      );
    }
    const received = payee === payer ? balances[payee]! : balances[payee]! + amountCents;
    if (paid < -Number.MAX_SAFE_INTEGER || received > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(
        `Transfer: expected balances within ±${Number.MAX_SAFE_INTEGER} cents, got ${paid} and ${received} (number). ${REFUSAL} Beyond that a double does not hold every cent; use smaller amounts.`,
      );
    }
    balances[payer] = paid;
    balances[payee] = received;
  }

  /** Sums all balances, in cents. O(accounts). */
  total(): number {
    return this.sum(0, this.count);
  }

  /** Sums the balances of the accounts `from` … `to` - 1, in cents. O(accounts summed). */
  sum(from: number, to: number): number {
    let sum = 0;
    for (let account = from; account < to; account += 1) sum += this.balances[account]!;
    return sum;
  }

  /** Sums how far accounts are below their credit limits, in cents: 0 when none is. O(accounts). */
  overdrawn(): number {
    let overdrawn = 0;
    for (let account = 0; account < this.count; account += 1) {
      const missing = -this.#creditLimits[account]! - this.balances[account]!;
      if (missing > 0) overdrawn += missing;
    }
    return overdrawn;
  }

  #expectAccount(account: number, role: string): number {
    const balance = this.balances[account];
    if (balance === undefined) {
      throw new RangeError(
        `Accounts: expected the ${role} to be an account 0 … ${this.count - 1}, got ${account} (${typeof account}). ${REFUSAL} Use the number of an account that exists.`,
      );
    }
    return balance;
  }
}
