/** Defects to which programs of this kind are prone, in how metrics are computed; each test is named after what is right. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Registry } from '@tradesim/metrics';
import { MetricsServices } from '@tradesim/metrics/services';
import { describe, expect, it } from 'vitest';
import { Economy } from '../../apps/tradesim/src/domain/economy.ts';
import { economyParameters, loadScenario } from '../../apps/tradesim/src/scenarios/index.ts';
import { SERVICES } from '../../apps/tradesim/src/services/index.ts';
import { defineMetrics, gauge } from '../../apps/tradesim/src/services/turn-view.ts';
import type { TurnView } from '../../apps/tradesim/src/services/turn-view.ts';

/** A metric that always fails, before all others. */
const broken = defineMetrics('tradesim', {
  broken: gauge({
    help: 'Fails.',
    compute: () => {
      throw new Error('It fails.');
    },
  }),
});

interface ComputedRun {
  readonly registry: Registry;
  readonly services: MetricsServices<TurnView>;
  /** Makes turns, and computes and publishes their metrics. */
  readonly advance: (turns: number) => void;
}

function computedRun(groups: ConstructorParameters<typeof MetricsServices<TurnView>>[0]): ComputedRun {
  const economy = new Economy(economyParameters(loadScenario({ overrides: [] })), 7);
  const registry = new Registry({ selfMetricsPrefix: 'tradesim' });
  const services = new MetricsServices<TurnView>(groups, { factory: registry, prefix: 'tradesim', subunits: { euros: 100 } });
  const run = { seed: 7, scenario: 'classic', version: '0' };
  const advance = (turns: number): void => {
    for (let i = 0; i < turns; i++) {
      const snapshot = economy.advance();
      services.compute(snapshot.turn, { ...snapshot, rules: economy.parameters, run });
      services.publish();
    }
  };
  return { registry, services, advance };
}

describe('the metrics services', () => {
  it('compute every other metric when one fails, turn after turn, and count the failures', async () => {
    const [whole, faulty] = [computedRun(SERVICES), computedRun([broken, ...SERVICES])];
    for (const { advance } of [whole, faulty]) advance(3);
    const isOther = (line: string): boolean => line.startsWith('tradesim_') && !/broken|^tradesim_registry_/.test(line);
    const linesOf = async ({ registry }: ComputedRun): Promise<string[]> => (await registry.metrics()).split('\n').filter(isOther);
    expect(await linesOf(faulty)).toEqual(await linesOf(whole));
    expect((await linesOf(whole)).length).toBeGreaterThan(100);
    expect(await faulty.registry.metrics()).toContain('tradesim_metric_errors_total{metric="tradesim_broken"} 3\n');
    expect(await faulty.registry.metrics()).not.toMatch(/^tradesim_broken /m);
  });

  it('keep one history for a company and another for a supplier, though both have the same label value', () => {
    const same = 'acme';
    const twins = defineMetrics('tradesim', {
      twin_company_units: gauge({
        help: 'Of a company.',
        labels: { company: 'open' },
        compute: ({ turn }) => ({ labelSets: [{ company: same }], values: [turn] }),
      }),
      twin_supplier_units: gauge({
        help: 'Of a supplier.',
        labels: { supplier: 'open' },
        compute: ({ turn }) => ({ labelSets: [{ supplier: same }], values: [-turn] }),
      }),
    });
    const { services, advance } = computedRun([twins]);
    advance(5);
    const ofCompany = services.history('tradesim_twin_company_units', { company: same })!;
    const ofSupplier = services.history('tradesim_twin_supplier_units', { supplier: same })!;
    expect([ofCompany.length, ofCompany.delta(4)]).toEqual([5, 4]);
    expect([ofSupplier.length, ofSupplier.delta(4)]).toEqual([5, -4]);
  });

  it('need no more memory after 6,000 turns than after 2,000', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapBytes = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    };
    const { advance } = computedRun(SERVICES);
    advance(2000);
    const before = heapBytes();
    advance(4000);
    expect(heapBytes() - before).toBeLessThan(1_000_000);
  });
});
