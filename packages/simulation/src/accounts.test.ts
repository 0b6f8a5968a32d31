import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accounts } from './accounts.ts';

/** Three accounts; account 0 has unlimited credit and has paid 1,000 to account 1. */
function openAccounts(): Accounts {
  const accounts = new Accounts(3);
  accounts.setCreditLimit(0, Infinity);
  accounts.transfer(0, 1, 1_000);
  return accounts;
}

describe('Accounts', () => {
  it('moves both sides of a transfer', () => {
    const accounts = openAccounts();
    accounts.transfer(1, 2, 400);
    expect([...accounts.balances]).toEqual([-1_000, 600, 400]);
  });

  it('lets an account fall to its credit limit and no further', () => {
    const accounts = openAccounts();
    accounts.setCreditLimit(1, 500);
    accounts.transfer(1, 2, 1_500);
    expect(() => accounts.transfer(1, 2, 1)).toThrow(
      'Transfer: expected account 1 to stay at -500 cents or above, got -501 (number). Nothing was moved. Pay at most the balance and the credit limit.',
    );
    expect([...accounts.balances]).toEqual([-1_000, -500, 1_500]);
  });

  it('leaves the balance alone when an account pays itself', () => {
    const accounts = openAccounts();
    accounts.transfer(1, 1, 1_000);
    expect(accounts.balances[1]).toBe(1_000);
  });

  it.each([0.5, -1, Number.NaN, Infinity, 2 ** 53])('refuses the amount %s', (amountCents) => {
    const accounts = openAccounts();
    expect(() => accounts.transfer(0, 1, amountCents)).toThrow(
      `Transfer: expected an amount in whole cents >= 0, got ${amountCents} (number).`,
    );
    expect([...accounts.balances]).toEqual([-1_000, 1_000, 0]);
  });

  it.each([
    { payer: 3, payee: 0, culprit: 'payer', account: 3 },
    { payer: 0, payee: -1, culprit: 'payee', account: -1 },
    { payer: 0.5, payee: 1, culprit: 'payer', account: 0.5 },
  ])('refuses an unknown $culprit $account', ({ payer, payee, culprit, account }) => {
    const accounts = openAccounts();
    expect(() => accounts.transfer(payer, payee, 1)).toThrow(
      `Accounts: expected the ${culprit} to be an account 0 … 2, got ${account} (number).`,
    );
    expect([...accounts.balances]).toEqual([-1_000, 1_000, 0]);
  });

  it('refuses a balance that a double would not hold to the cent', () => {
    const accounts = openAccounts();
    accounts.transfer(0, 1, Number.MAX_SAFE_INTEGER - 1_000);
    expect(() => accounts.transfer(0, 2, 1)).toThrow('Transfer: expected balances within ±9007199254740991 cents');
  });

  it('refuses a negative credit limit', () => {
    expect(() => openAccounts().setCreditLimit(1, -5)).toThrow('Credit limit of account 1: expected cents >= 0, got -5 (number).');
  });

  it('keeps the total at 0 and no account below its limit, whatever is tried', () => {
    const attempt = fc.record({ payer: fc.nat(2), payee: fc.nat(2), amountCents: fc.nat(2_000) });
    fc.assert(
      fc.property(fc.array(attempt), (attempts) => {
        const accounts = openAccounts();
        for (const { payer, payee, amountCents } of attempts) {
          const canPay = payer === 0 || accounts.balances[payer]! >= amountCents;
          const transfer = (): void => accounts.transfer(payer, payee, amountCents);
          if (canPay) transfer();
          else expect(transfer).toThrow('Nothing was moved');
        }
        expect(accounts.total()).toBe(0);
        expect(accounts.overdrawn()).toBe(0);
      }),
    );
  });

  it('sums a range of accounts, and how far accounts are below their limits', () => {
    const accounts = openAccounts();
    accounts.transfer(1, 2, 100);
    expect(accounts.sum(1, 3)).toBe(1_000);
    accounts.setCreditLimit(0, 400);
    expect(accounts.overdrawn()).toBe(600);
  });
});
