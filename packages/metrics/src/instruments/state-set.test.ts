import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

describe('a state set', () => {
  it('shows each state as 0 or 1 under a label of its own name', async () => {
    const status = registry.stateSet({ name: 'shop_status', help: 'Status.', states: ['open', 'closed'] });
    status.set('open');
    const lines = 'shop_status{shop_status="open"} 1\nshop_status{shop_status="closed"} 0\n';
    expect(await registry.metrics()).toBe(`# HELP shop_status Status.\n# TYPE shop_status gauge\n${lines}`);
    expect(encodeOpenMetrics(await registry.gather())).toBe(`# TYPE shop_status stateset\n# HELP shop_status Status.\n${lines}# EOF\n`);
  });

  it('holds exactly the states that were set', () => {
    const flags = registry.stateSet({ name: 'flags', help: 'h', states: ['a', 'b', 'c'], labelNames: ['shop'] });
    const held = (): number[] => flags.get().map(({ value }) => value);
    const lyon = flags.labels({ shop: 'Lyon' });
    lyon.set('a', 'c');
    expect(held()).toEqual([1, 0, 1]);
    lyon.set('b');
    expect(held()).toEqual([0, 1, 0]);
    lyon.set();
    expect(held()).toEqual([0, 0, 0]);
    expect(flags.get()[2]).toEqual({ name: 'flags', labels: { shop: 'Lyon', flags: 'c' }, value: 0 });
  });

  it('refuses states that it does not have, and stays as it was', () => {
    const status = registry.stateSet({ name: 'status', help: 'h', states: ['open', 'closed'] });
    status.set('open');
    // @ts-expect-error it is no state
    expect(() => status.set('closed', 'broken')).toThrow(
      'Stateset "status": expected one of the states "open", "closed", got "broken" (string). Declare it in states.',
    );
    for (const none of [undefined, null, NaN]) expect(() => status.set(none as never), String(none)).toThrow('expected one of the states');
    expect(status.get().map(({ value }) => value)).toEqual([1, 0]);
  });

  it.each([[[]], [undefined], ['open'], [['a', 5]], [['a', '\ud800']]])('refuses %j for its states', (states) => {
    expect(() => registry.stateSet({ name: 'status', help: 'h', states: states as never })).toThrow(
      'expected states to be a list of at least one string',
    );
  });

  it('refuses a state given twice, and a label of its own name', () => {
    expect(() => registry.stateSet({ name: 'status', help: 'h', states: ['a', 'b', 'a'] })).toThrow(
      'the state "a" (string) is given twice',
    );
    expect(() => registry.stateSet({ name: 'status', help: 'h', states: ['a'], labelNames: ['status'] })).toThrow(
      '"status" (string) is reserved',
    );
  });
});
