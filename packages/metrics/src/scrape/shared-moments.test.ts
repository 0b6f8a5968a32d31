import { beforeEach, describe, expect, it } from 'vitest';
import { Document } from '../exposition/document.ts';
import { TEXT_0_0_4 } from '../exposition/content-type.ts';
import { textOf } from '../exposition/text.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { leaseMoment, momentsTaken } from './shared-moments.ts';
import type { Lease } from './shared-moments.ts';

describe('scrapes that one gathering answers', () => {
  const registry = new Registry();
  const orders = registry.counter({ name: 'orders_total', help: 'h' });
  let families: readonly MetricFamily[];
  beforeEach(async () => {
    families = await registry.gather();
  });

  function valueIn({ moment }: Lease): number {
    return Number(/^orders_total (\d+)$/m.exec(textOf(new Document(moment, TEXT_0_0_4)))![1]);
  }

  it('share a moment when both asked before it was taken', () => {
    const since = momentsTaken();
    const [first, second] = [leaseMoment(families, since), leaseMoment(families, since)];
    expect(second.moment).toBe(first.moment);
    first.release();
    expect(leaseMoment(families, since).moment, 'still read by one').toBe(first.moment);
  });

  it('are never shown what was before they asked, also of a source that hands out the same list', () => {
    const first = leaseMoment(families, momentsTaken());
    const before = valueIn(first);
    orders.inc();
    const second = leaseMoment(families, momentsTaken());
    expect([valueIn(first), valueIn(second)]).toEqual([before, before + 1]);
  });

  it('do not share a moment whose memory has been left to others', () => {
    const since = momentsTaken();
    const first = leaseMoment(families, since);
    first.release();
    const [second, third] = [leaseMoment(families, since), leaseMoment([...families], since)];
    expect(second.moment).not.toBe(first.moment);
    orders.inc();
    expect(third.moment).not.toBe(second.moment);
  });
});
