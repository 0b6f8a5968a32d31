import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MachineSource } from './machine-source.ts';
import { busyPercent, machineUsage } from './machine-usage.ts';
import type { MachineUsage } from './machine-usage.ts';

/** A machine whose readings and time the test sets; it counts how often it is read. */
function machine(minIntervalSeconds?: number): {
  usage: MachineUsage;
  state: { now: number; busy: number; total: number; bytes: number | undefined; reads: number };
} {
  const state = { now: 50, busy: 0, total: 0, bytes: 4096 as number | undefined, reads: 0 };
  const source: MachineSource = {
    cpuTimes() {
      state.reads++;
      return { busy: state.busy, total: state.total };
    },
    memoryBytes: () => state.bytes,
  };
  return { usage: machineUsage({ source, clock: { monotonic: () => state.now }, minIntervalSeconds }), state };
}

describe('machineUsage', () => {
  it('has no CPU figure before there are two samples', () => {
    const { usage, state } = machine();
    expect(usage.cpuPercent()).toBeNaN();
    Object.assign(state, { now: 50.09, busy: 10, total: 20 });
    expect(usage.cpuPercent()).toBeNaN();
    Object.assign(state, { now: 50.1, busy: 30, total: 40 });
    expect(usage.cpuPercent()).toBe(75);
  });

  it('shows the share between the last two samples, not since the start', () => {
    const { usage, state } = machine();
    usage.cpuPercent();
    Object.assign(state, { now: 51, busy: 100, total: 100 });
    expect(usage.cpuPercent()).toBe(100);
    Object.assign(state, { now: 60, busy: 110, total: 200 });
    expect(usage.cpuPercent()).toBe(10);
  });

  it('reads the machine once per interval, however many ask, and tells all of them the same', () => {
    const { usage, state } = machine(2);
    for (let turn = 0; turn <= 50_000; turn++) {
      state.now = 50 + turn / 5000;
      state.busy = turn;
      state.total = 2 * turn;
      usage.memoryBytes();
      const seen = usage.cpuPercent();
      state.busy += 1000;
      expect(usage.cpuPercent()).toBe(seen);
    }
    expect(state.reads, 'at 50, 50.2 and every two seconds after that').toBe(6);
  });

  it('keeps memory until the next sample', () => {
    const { usage, state } = machine();
    expect(usage.memoryBytes()).toBe(4096);
    state.bytes = 8192;
    expect(usage.memoryBytes()).toBe(4096);
    state.now = 51;
    expect(usage.memoryBytes()).toBe(8192);
  });

  it('has no figure for what the platform does not tell', () => {
    const usage = machineUsage({ source: { cpuTimes: () => undefined, memoryBytes: () => undefined }, clock: { monotonic: () => 0 } });
    expect([usage.cpuPercent(), usage.memoryBytes()]).toEqual([NaN, NaN]);
  });

  it.each([0, -1, NaN, Infinity])('refuses an interval of %s seconds', (minIntervalSeconds) => {
    expect(() => machineUsage({ minIntervalSeconds })).toThrow(
      `machineUsage: expected minIntervalSeconds to be a finite number > 0, got ${minIntervalSeconds} (number).`,
    );
  });
});

describe('busyPercent', () => {
  it('is a percentage for any two readings, or NaN when no time lies between them', () => {
    const times = fc.record({ busy: fc.nat(), total: fc.nat() });
    fc.assert(
      fc.property(times, times, (from, to) => {
        const percent = busyPercent(from, to);
        if (to.total <= from.total) expect(percent).toBeNaN();
        else expect(percent >= 0 && percent <= 100).toBe(true);
      }),
    );
  });
});
