/** Services that load what others have saved are as if there had been only one, bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';
import type { SavedServices } from './saving.ts';

interface Market {
  readonly cents: number;
  readonly companies: readonly string[];
  readonly fails: boolean;
}

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Market>();
const column = ({ companies, cents, fails }: Market) => {
  if (fails) throw new Error('boom');
  return { labelSets: companies.map((company) => ({ company })), values: companies.map((_, i) => cents / 3 + i) };
};
const MAX_SERIES = 4;
const market = defineMetrics('market', {
  volume_euros: gauge({ help: 'V.', unit: 'euros', compute: ({ cents, fails }) => (fails ? NaN : cents / 7) }),
  company_euros: gauge({ help: 'C.', unit: 'euros', labels: { company: 'open' }, maxSeries: MAX_SERIES, compute: column }),
  sales_total: counter({ help: 'S.', labels: { company: 'open' }, entity: 'company', maxSeries: MAX_SERIES, increase: column }),
  cells_total: counter({ help: 'C.', labels: { state: ['a', 'b'] }, increase: ({ cents }) => ({ a: cents, b: 0 }) }),
  amount_euros: histogram({ help: 'A.', unit: 'euros', buckets: [0.1, 10], observations: ({ cents }, see) => [cents / 3, 7].forEach(see) }),
  visits_total: counter({ help: 'V.', labels: { page: 'open' } }),
  wait_seconds: histogram({ help: 'W.', buckets: [1, 2], labels: { page: 'open' } }),
  duration_seconds: gauge({ help: 'D.', measured: true }),
  mean_euros: gauge({
    help: 'M.',
    unit: 'euros',
    reads: ['volume_euros', 'company_euros', 'sales_total'],
    compute: (_, { history }) => history.volume_euros.mean(3) * 100,
  }),
  company_trend: gauge({
    help: 'T.',
    labels: { company: 'open' },
    maxSeries: 20,
    reads: ['company_euros'],
    compute: (_, { history }) => history.company_euros.column((series) => series.slope(3) + series.stddev(2)),
  }),
});

function start() {
  const registry = new Registry({ clock: { now: () => 5000, monotonic: () => 0 } });
  const services = new MetricsServices([market], { factory: registry, prefix: 'market', subunits: { euros: 100 }, historyTurns: 5 });
  return { registry, services, recorded: services.recorded(market), record: services.record({ entities: true }) };
}

function make({ services, recorded }: ReturnType<typeof start>, turn: number, view: Market): void {
  for (const company of view.companies) recorded.visits_total.labels({ page: company }).inc(view.cents / 3);
  recorded.wait_seconds.labels({ page: `${view.cents % 3}` }).observe(view.cents / 50_000);
  recorded.duration_seconds.set(turn);
  services.compute(turn, view);
  services.publish();
}

const views = fc.array(
  fc.record({
    cents: fc.integer({ min: 0, max: 100_000 }),
    companies: fc.uniqueArray(fc.constantFrom('a', 'b"', 'c', 'd', 'e', 'f', 'g')),
    fails: fc.boolean(),
  }),
  { maxLength: 14 },
);

describe('services that load what others have saved', () => {
  it('make the same records, in the same order, from then on', () => {
    fc.assert(
      fc.property(views, views, (before, after) => {
        const whole = start();
        for (const [i, view] of before.entries()) make(whole, i + 1, view);
        const saved = JSON.stringify(whole.services.save());
        const second = start();
        second.services.load(JSON.parse(saved) as SavedServices);
        expect(JSON.stringify(second.services.save())).toBe(saved);
        if (before.length > 0) expect(second.record.json()).toBe(whole.record.json());
        for (const [i, view] of after.entries()) {
          for (const each of [whole, second]) make(each, before.length + i + 1, view);
          expect(second.record.json()).toBe(whole.record.json());
        }
        expect(second.services.turn).toBe(whole.services.turn);
        expect(second.services.history('market_volume_euros')!.values()).toEqual(whole.services.history('market_volume_euros')!.values());
      }),
      { numRuns: 200 },
    );
  });

  it('show the newest turn at once, and since when counters count', async () => {
    const first = start();
    make(first, 7, { cents: 700, companies: ['a'], fails: false });
    const { services, registry } = start();
    services.load(first.services.save(), { createdAt: 1234 });
    const text = encodeOpenMetrics(await registry.gather(), { createdTimestamps: true });
    expect(text).toContain('market_cells_total{state="a"} 700\nmarket_cells_created{state="a"} 1234\n');
  });

  it('refuse what other definitions have saved, and to load once a turn has been made', () => {
    const { metrics, ...saved } = start().services.save();
    const { services } = start();
    expect(() => services.load({ ...saved, metrics: metrics.slice(1) })).toThrow(
      /^MetricsServices, load: expected what services with the same definitions have saved, "market_volume_euros" with 1 numbers and 5 turns, got "market_company_euros" with/,
    );
    expect(() => services.load({ ...saved, metrics: metrics.slice(0, -1) })).toThrow(
      /got none\. Load it with the version that saved it\.$/,
    );
    services.compute(1, { cents: 1, companies: [], fails: false });
    expect(() => services.load({ ...saved, metrics })).toThrow('load: expected to be called before the first turn is made');
  });
});
