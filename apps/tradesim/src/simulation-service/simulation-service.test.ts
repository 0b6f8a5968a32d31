import { describe, expect, it, vi } from 'vitest';
import { metricsOf, recordsOf } from '../../../../test/support/journal.ts';
import { Messages, NEVER, SteppingClock, startService } from '../../../../test/support/simulation.ts';
import { Economy } from '../domain/economy.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { economyParameters, loadScenario } from '../scenarios/index.ts';
import { entitiesLeftOut } from './entity-switches.ts';

describe('a run', () => {
  it('makes the turns it was asked for, and counts what happened in them', async () => {
    const { service, logs } = await startService({ turns: 120 });
    const summary = await service.run(NEVER);
    const attempts = recordsOf(logs, 'transactions.jsonl');
    expect(summary).toMatchObject({ reason: 'completed', turns: 120, attempts: attempts.length });
    expect(summary.transactions).toBe(attempts.filter(({ outcome }) => outcome === 'bought').length);
    expect(metricsOf(logs).map(({ turn }) => turn)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(recordsOf(logs, 'events.jsonl').at(-1)).toMatchObject({ turn: 120, kind: 'run_ended', reason: 'completed' });
  });

  it('without a number of turns goes on until the signal, and ends with its reason after a whole turn', async () => {
    const { service, logs } = await startService();
    const stop = new AbortController();
    const ended = service.run(stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort('interrupted');
    const { reason, turns } = await ended;
    expect(reason).toBe('interrupted');
    expect(turns).toBeGreaterThan(0);
    expect(metricsOf(logs).at(-1)!.turn).toBe(turns);
    expect(recordsOf(logs, 'events.jsonl').at(-1)).toMatchObject({ turn: turns, kind: 'run_ended', reason: 'interrupted' });
  });

  it('that was stopped before its first turn has a whole journal of none', async () => {
    const { service, logs } = await startService();
    expect(await service.run(AbortSignal.abort('terminated'))).toMatchObject({ reason: 'terminated', turns: 0 });
    expect(metricsOf(logs)).toEqual([]);
    expect(recordsOf(logs, 'events.jsonl').at(-1)).toMatchObject({ turn: 0, kind: 'run_ended', reason: 'terminated' });
  });

  it('at a very slow pace waits for the signal, not for the turn, nor in circles', async () => {
    const wait = vi.spyOn(globalThis, 'setTimeout');
    const { service } = await startService({ turnsPerSecond: 1e-9 });
    const stop = new AbortController();
    const ended = service.run(stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    const waits = wait.mock.calls.map(([, milliseconds]) => milliseconds!);
    expect(Math.max(...waits)).toBe(2 ** 31 - 1);
    stop.abort('terminated');
    expect(await ended).toMatchObject({ reason: 'terminated', turns: 0 });
  });

  it('that crashes rejects, and says so in its journal after the last whole turn', async () => {
    const { service, logs } = await startService({ turns: 50 });
    breakAfter(20);
    await expect(service.run(NEVER)).rejects.toThrow('The rules are broken.');
    expect(metricsOf(logs).at(-1)!.turn).toBe(20);
    expect(recordsOf(logs, 'events.jsonl').at(-1)).toMatchObject({ turn: 20, kind: 'run_ended', reason: 'crashed' });
    expect(service.health()).toMatchObject({ state: 'ended (crashed)' });
  });

  it('reports a broken law of the economy once, loudly, and counts every turn of it', async () => {
    replaceAdvance((_, advance) => {
      const snapshot = advance();
      return { ...snapshot, residuals: { ...snapshot.residuals, money: -3 } };
    });
    const logger = new Messages();
    const { service } = await startService({ turns: 5, logger });
    await service.run(NEVER);
    expect(logger.errors).toEqual(['Turn 1 breaks the invariant "money" by -3. This is a defect: please report it with seed 7.']);
    const exposition = await service.registry.metrics();
    expect(exposition).toContain('tradesim_invariant_residual{invariant="money"} -3\n');
    expect(exposition).toContain('tradesim_invariant_violations_total{invariant="money"} 5\n');
    expect(exposition).toContain('tradesim_invariant_violations_total{invariant="goods"} 0\n');
  });
});

/** Puts `replacement` in the place of the economy's turn, which it can make by `advance`. */
function replaceAdvance(replacement: (economy: Economy, advance: () => Snapshot) => Snapshot): void {
  const original = Object.getOwnPropertyDescriptor(Economy.prototype, 'advance')!.value as (this: Economy) => Snapshot;
  vi.spyOn(Economy.prototype, 'advance').mockImplementation(function (this: Economy) {
    return replacement(this, () => original.call(this));
  });
}

function breakAfter(turns: number): void {
  replaceAdvance((economy, advance) => {
    if (economy.turn === turns) throw new Error('The rules are broken.');
    return advance();
  });
}

describe('the health of a run', () => {
  it('names a metric that has no value, since when and why, and is ok all the same; the others go on', async () => {
    replaceAdvance((economy, advance) => {
      const snapshot = advance();
      return economy.turn < 4 ? snapshot : { ...snapshot, eventCounts: { ...snapshot.eventCounts, inflation: -1 } };
    });
    const logger = new Messages();
    const { service, logs } = await startService({ turns: 5, logger });
    await service.run(NEVER);
    const reason = 'expected an increase >= 0, got -1 (number) for "inflation"';
    expect(service.health()).toMatchObject({
      ok: true,
      turn: 5,
      metricsFailing: [{ metric: 'tradesim_events_total', since: 4, reason }],
    });
    expect(logger.errors).toEqual([
      `Metric "tradesim_events_total" has no value in turn 4: ${reason}. The other metrics are not affected.`,
    ]);
    const exposition = await service.registry.metrics();
    expect(exposition).toContain('tradesim_metric_errors_total{metric="tradesim_events_total"} 2\n');
    expect(exposition).toContain('tradesim_turn 5\n');
    expect(exposition).not.toContain('tradesim_events_total{');
    expect(metricsOf(logs).at(-1)!.metrics['tradesim_events_total{kind="restock"}']).toBeNull();
  });

  it('tells turn, age of the last turn, scenario, seed and journal', async () => {
    const clock = new SteppingClock();
    const { service } = await startService({ turns: 30, clock });
    await service.run(NEVER);
    clock.advance(1.5);
    expect(service.health()).toEqual({
      ok: true,
      state: 'ended (completed)',
      turn: 30,
      lastTurnAgeSeconds: 1.5,
      scenario: 'classic',
      seed: 7,
      journal: { state: 'closed', recordsDropped: 0 },
    });
  });

  it.each([
    ['ten seconds at the default pace', 10, 10],
    ['ten seconds without a pause', Infinity, 10],
    ['five intervals at a slow pace', 0.1, 50],
  ])('is bad when no turn has come for more than %s', async (_, turnsPerSecond, limitSeconds) => {
    const clock = new SteppingClock();
    const { service } = await startService({ turnsPerSecond, clock });
    clock.advance(limitSeconds);
    expect(service.health()).toMatchObject({ ok: true, state: 'running', turn: 0 });
    clock.advance(0.001);
    expect(service.health()).toMatchObject({ ok: false, state: 'stalled' });
  });

  it('is bad after the end as well, once the last turn is as old, and is not called stalled', async () => {
    const clock = new SteppingClock();
    const { service } = await startService({ turns: 3, clock });
    await service.run(NEVER);
    clock.advance(10.001);
    expect(service.health()).toMatchObject({ ok: false, state: 'ended (completed)', turn: 3 });
  });
});

describe('what is measured of a run', () => {
  it('is served while it runs, and not as if it were alive after its end', async () => {
    const { service } = await startService({ turns: 5000, clock: new SteppingClock(0.01) });
    const running = service.run(NEVER);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const before = await service.registry.metrics();
    expect(before).toContain('tradesim_run_active 1\n');
    await running;
    const after = await service.registry.metrics();
    expect(after).toContain('tradesim_run_active 0\n');
    expect(after).not.toMatch(/^tradesim_turns_per_second /m);
    expect(after).toContain('tradesim_turn 5000\n');
  });

  it('has no turns per second before a second has passed, and then those of about the last one', async () => {
    const { service, logs } = await startService({ turns: 100, clock: new SteppingClock(0.01) });
    await service.run(NEVER);
    const rates = metricsOf(logs).map(({ runtime }) => runtime!['tradesim_turns_per_second'] ?? undefined);
    const first = rates.find((rate) => rate !== undefined);
    expect(rates[0]).toBeUndefined();
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(50);
  });

  it('stays out of a deterministic journal, whose time is the turn', async () => {
    const { service, logs } = await startService({ turns: 3, deterministic: true });
    await service.run(NEVER);
    for (const { timestamp, turn, runtime } of metricsOf(logs))
      expect({ timestamp, runtime }).toEqual({ timestamp: turn, runtime: undefined });
    expect(recordsOf(logs, 'events.jsonl')[0]).toMatchObject({ kind: 'run_started', started: 0, run: 'classic-7' });
  });

  it('has the run in tradesim_run_info', async () => {
    const { service } = await startService({ turns: 1, seed: 4_294_967_295, version: '1.2.3', overrides: ['name=my-market'] });
    await service.run(NEVER);
    expect(await service.registry.metrics()).toContain('tradesim_run_info{seed="4294967295",scenario="my-market",version="1.2.3"} 1\n');
  });
});

describe('a run without end', () => {
  it('warns once of the disk it uses, five seconds after its start', async () => {
    const logger = new Messages();
    const clock = new SteppingClock(0.01);
    const { service, logs } = await startService({ logger, clock, retention: { maxTotalBytes: 2 ** 30 }, rotation: { maxBytes: 2 ** 26 } });
    const stop = new AbortController();
    const running = service.run(stop.signal);
    for (let round = 0; round < 10_000 && logger.warnings.length === 0; round++) await new Promise((resolve) => setImmediate(resolve));
    for (let round = 0; round < 50; round++) await new Promise((resolve) => setImmediate(resolve));
    stop.abort('terminated');
    await running;
    expect(logger.warnings).toHaveLength(1);
    expect(logger.warnings[0]).toMatch(/^This run has no end and writes about [\d.]+ [KMG]iB a day to /);
    expect(logger.warnings[0]).toContain(logs);
    expect(logger.warnings[0]).toContain('keeps closed segments up to 1 GiB');
  });

  it('is the only one that warns', async () => {
    const logger = new Messages();
    const { service } = await startService({ turns: 2000, logger, clock: new SteppingClock(0.01) });
    await service.run(NEVER);
    expect(logger.warnings).toEqual([]);
  });
});

describe('metrics with a series per entity', () => {
  const KINDS = {
    company: 'tradesim_company_budget_euros',
    product: 'tradesim_product_price_euros',
    supplier_line: 'tradesim_supplier_line_stock_units',
  } as const;
  const SETTINGS = { company: 'companySeries', product: 'productSeries', supplier_line: 'supplierLineSeries' } as const;

  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('of a %s are on, and off by a setting of their own', async (kind) => {
    const { service } = await startService({ turns: 1, overrides: [`metrics.${SETTINGS[kind]}=off`] });
    await service.run(NEVER);
    const exposition = await service.registry.metrics();
    for (const [each, name] of Object.entries(KINDS)) expect(exposition.includes(`\n${name}{`), each).toBe(each !== kind);
  });

  it.each([
    [1000, 'auto', true],
    [1001, 'auto', false],
    [1001, 'on', true],
    [1000, 'off', false],
  ])('for %d companies with the setting %s: %s', (count, setting, isOn) => {
    const scenario = loadScenario({ overrides: [`companies.count=${count}`, `metrics.companySeries=${setting}`] });
    const left = entitiesLeftOut(scenario, new Economy(economyParameters(scenario), 1).snapshot());
    expect(left.has('company')).toBe(!isOn);
    expect(left.has('product')).toBe(false);
  });

  it('are in the journal only when the scenario says so', async () => {
    const names = async (journalEntities: boolean): Promise<string[]> => {
      const { service, logs } = await startService({ turns: 1, overrides: [`metrics.journalEntities=${journalEntities}`] });
      await service.run(NEVER);
      return Object.keys(metricsOf(logs)[0]!.metrics).map((key) => key.replace(/\{.*/, ''));
    };
    const [without, withEntities] = [await names(false), await names(true)];
    for (const name of Object.values(KINDS)) {
      expect(without).not.toContain(name);
      expect(withEntities).toContain(name);
    }
  });
});
