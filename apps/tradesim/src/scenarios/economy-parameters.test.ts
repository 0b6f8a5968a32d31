import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from '../domain/classic-parameters.ts';
import { economyParameters } from './economy-parameters.ts';
import { loadScenario } from './load-scenario.ts';

function parametersWith(...overrides: readonly string[]): ReturnType<typeof economyParameters> {
  return economyParameters(loadScenario({ overrides }));
}

describe('the parameters of an economy', () => {
  it('are those of the rules for the preset classic', () => {
    expect(parametersWith()).toEqual(CLASSIC_PARAMETERS);
  });

  it('hold every amount of up to 100 euros in exact cents', () => {
    const classic = loadScenario({ overrides: [] });
    for (let cents = 1; cents <= 10_000; cents += 1) {
      const euros = Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
      const scenario = { ...classic, products: { ...classic.products, priceEuros: { min: euros, max: euros } } };
      expect(economyParameters(scenario).products.priceCents).toEqual({ min: cents, max: cents });
    }
  });

  it('hold larger amounts in exact cents, from the text to the parameter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000_000 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const { companies } = parametersWith(`companies.expensiveAboveEuros=${text}`, `companies.prosperityThresholdEuros=${text}`);
        expect([companies.expensiveAboveCents, companies.prosperityThresholdCents]).toEqual([cents, cents]);
      }),
    );
  });

  it('hold percentages as the share people mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
        const { events } = parametersWith(`events.availability.sharePercent=${hundredths / 100}`);
        expect(events.availability.share).toBeCloseTo(hundredths / 10_000, 15);
      }),
    );
    expect(parametersWith('events.inflation.penaltyPercent=7').events.inflation.penalty).toBe(0.07);
  });

  it('take each value from the field of its name', () => {
    const { companies, products, suppliers, events } = parametersWith(
      'companies.budgetEuros.max=40000.01',
      'companies.maxQuantityUnits=30',
      'companies.maxQuantityExpensiveUnits=10',
      'products.priceEuros.max=60.5',
      'suppliers.priceFactor.stockReferenceUnits=60',
      'suppliers.priceFactor.stockRangeUnits=900',
      'events.inflation.minRisePercent=6',
      'events.inflation.returnAbovePercent=11',
      'events.inflation.risePercent.max=70',
      'events.budgetRecharge.amountEuros.max=9000',
    );
    expect(companies).toMatchObject({ budgetCents: { max: 4_000_001 }, maxQuantity: 30, maxQuantityExpensive: 10 });
    expect(products.priceCents.max).toBe(6_050);
    expect(suppliers.priceFactor).toMatchObject({ stockReference: 60, stockRange: 900 });
    expect(events.inflation).toMatchObject({ minRise: 0.06, returnAbove: 0.11, rise: { max: 0.7 } });
    expect(events.budgetRecharge.amountCents.max).toBe(900_000);
  });
});
