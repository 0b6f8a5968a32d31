import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';

const TTL = 80;

let seconds: number;
let registry: Registry;

beforeEach(() => {
  seconds = 1000;
  registry = new Registry({ selfMetricsPrefix: 'shop', clock: { now: () => seconds, monotonic: () => seconds } });
});

/** What a scrape after so many seconds shows, without what the registry says of itself. */
async function scrapeAfter(more: number): Promise<string[]> {
  seconds += more;
  return (await registry.metrics()).split('\n').filter((line) => /^(?!shop_registry)[a-z]/.test(line));
}

async function detachedWrites(): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('shop_registry_detached_writes_total'));
}

function visitsBy() {
  return registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'], ttlSeconds: TTL, maxSeries: 1000 });
}

function levelBy() {
  return registry.gauge({ name: 'level', help: 'h', labelNames: ['id'], ttlSeconds: TTL });
}

function waitBy() {
  return registry.histogram({ name: 'wait', help: 'h', buckets: [1], labelNames: ['id'], ttlSeconds: TTL });
}

/** What a scrape shows when everything has idled out. */
async function scrapeWhenIdle(): Promise<string[]> {
  await scrapeAfter(TTL / 8);
  return scrapeAfter(2 * TTL);
}

describe('a series that nobody writes to', () => {
  it('leaves the exposition after ttlSeconds, header and all', async () => {
    visitsBy().labels({ id: 'a' }).inc(5);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 5']);
    expect(await scrapeAfter(TTL)).toEqual(['visits_total{id="a"} 5']);
    seconds += TTL;
    expect(await registry.metrics()).not.toContain('visits_total');
    expect(visitsBy().seriesCount).toBe(0);
  });

  it('goes when it was never written to, and when it was never seen before it fell idle, at the second look', async () => {
    visitsBy().labels({ id: 'a' });
    expect(await scrapeAfter(5 * TTL)).toEqual(['visits_total{id="a"} 0']);
    expect(await scrapeAfter(5 * TTL)).toEqual([]);
  });

  it('is not kept by reading, resolving or resolving in vain', async () => {
    const visits = visitsBy();
    visits.labels({ id: 'a' }).inc();
    for (let time = 0; time <= TTL; time += 10) {
      expect(await scrapeAfter(time === 0 ? 0 : 10)).toEqual(['visits_total{id="a"} 1']);
      visits.get();
      visits.labels({ id: 'a' });
      visits.with({ id: 'a' }).labels({});
      expect(visits.remove({ id: 'b' })).toBe(false);
      expect(() => visits.labels({ id: 'a' }).inc(-1)).toThrow('expected an increment');
    }
    expect(await scrapeAfter(10)).toEqual([]);
  });

  it('is not kept by invalid values that are dropped', async () => {
    const lenient = new Registry({ onInvalid: 'drop', clock: { now: () => seconds, monotonic: () => seconds } });
    const options = { help: 'h', ttlSeconds: TTL };
    const level = lenient.gauge({ ...options, name: 'level' });
    const visits = lenient.counter({ ...options, name: 'visits_total' });
    for (let time = 0; time <= 2 * TTL; time += 10, seconds += 10) {
      await lenient.metrics();
      for (const write of ['set', 'inc', 'dec'] as const) level[write]('5' as never);
      visits.inc(-1);
      visits.inc('5' as never);
    }
    expect(await lenient.metrics()).toBe('');
  });

  it('never goes without ttlSeconds', async () => {
    registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'] }).labels({ id: 'a' });
    expect(await scrapeAfter(0)).toEqual(await scrapeAfter(1e9));
  });
});

describe('a write keeps a series,', () => {
  it.each<[string, () => () => unknown]>([
    ['inc of a counter', () => () => visitsBy().labels({ id: 'a' }).inc()],
    ['inc(0) of a counter', () => () => visitsBy().labels({ id: 'a' }).inc(0)],
    [
      'inc of a counter so high that 1 makes no difference',
      () => {
        const visit = visitsBy().labels({ id: 'a' });
        visit.inc(2 ** 60);
        return () => visit.inc();
      },
    ],
    ['set of a gauge to the value it has', () => () => levelBy().labels({ id: 'a' }).set(7)],
    ['set of a gauge to NaN', () => () => levelBy().labels({ id: 'a' }).set(NaN)],
    ['inc(0) of a gauge', () => () => levelBy().labels({ id: 'a' }).inc(0)],
    ['dec(0) of a gauge', () => () => levelBy().labels({ id: 'a' }).dec(0)],
    ['a timer of a gauge that takes no time', () => () => levelBy().labels({ id: 'a' }).startTimer()()],
    ['setToCurrentTime', () => () => levelBy().labels({ id: 'a' }).setToCurrentTime()],
    [
      'reset() of all',
      () => {
        levelBy().labels({ id: 'a' });
        return () => levelBy().reset();
      },
    ],
    ['observe(0) of a histogram', () => () => waitBy().labels({ id: 'a' }).observe(0)],
  ])('also %s', async (_, begin) => {
    const write = begin();
    write();
    const names = async (more: number): Promise<string[]> => (await scrapeAfter(more)).map((line) => line.split(' ')[0]!);
    const before = await names(0);
    expect(before.length).toBeGreaterThan(0);
    for (let time = 0; time < 3 * TTL; time += TTL / 2) {
      write();
      expect(await names(TTL / 2)).toEqual(before);
    }
    await scrapeAfter(TTL / 2);
    expect(await scrapeAfter(TTL / 2 + 1)).toEqual([]);
  });

  it('and is seen although reset() has hidden it', async () => {
    const level = levelBy().labels({ id: 'a' });
    level.set(5);
    await scrapeAfter(0);
    seconds += TTL;
    levelBy().reset();
    level.set(5);
    expect(await scrapeAfter(TTL / 2)).toEqual(['level{id="a"} 5']);
    expect(await scrapeAfter(TTL / 2)).toEqual(['level{id="a"} 5']);
  });

  it('but only the one that was written to', async () => {
    const visits = visitsBy();
    const handles = Array.from({ length: 5 }, (_, id) => visits.labels({ id: String(id) }));
    for (let time = 0; time <= 2 * TTL; time += 10) {
      handles[1]!.inc();
      handles[3]!.inc(0);
      await scrapeAfter(10);
    }
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="1"} 17', 'visits_total{id="3"} 0']);
  });
});

describe('a handle of a series that idled out', () => {
  it('brings it back with the next write, counting from 0 and from now', async () => {
    const visit = visitsBy().labels({ id: 'a' });
    visit.inc(5);
    const created = async (): Promise<string> => encodeOpenMetrics(await registry.gather(), { createdTimestamps: true });
    expect(await created()).toContain('visits_created{id="a"} 1000\n');
    seconds += 2 * TTL;
    expect(await created()).not.toContain('visits');
    seconds += 1;
    visit.inc(2);
    expect(await created()).toContain('visits_total{id="a"} 2\nvisits_created{id="a"} 1161\n');
    expect(visitsBy().labels({ id: 'a' })).toBe(visit);
    expect(await detachedWrites()).toEqual([]);
  });

  it('brings back gauges and histograms too, and goes again', async () => {
    const level = levelBy().labels({ id: 'a' });
    const wait = waitBy().labels({ id: 'a' });
    for (let round = 1; round <= 3; round++) {
      level.set(round);
      wait.observe(round / 2);
      expect(await scrapeAfter(0)).toEqual([
        `level{id="a"} ${round}`,
        `wait_bucket{id="a",le="1"} ${round < 3 ? 1 : 0}`,
        'wait_bucket{id="a",le="+Inf"} 1',
        `wait_sum{id="a"} ${round / 2}`,
        'wait_count{id="a"} 1',
      ]);
      expect(await scrapeWhenIdle()).toEqual([]);
    }
  });

  it('works for a metric without labels', async () => {
    const visits = registry.counter({ name: 'visits_total', help: 'h', ttlSeconds: TTL });
    visits.inc(5);
    await scrapeAfter(0);
    expect(await scrapeAfter(2 * TTL)).toEqual([]);
    visits.inc();
    expect(await scrapeAfter(0)).toEqual(['visits_total 1']);
  });

  it('joins the series that another has begun meanwhile', async () => {
    const visits = visitsBy();
    const former = visits.labels({ id: 'a' });
    await scrapeAfter(0);
    await scrapeAfter(2 * TTL);
    const later = visits.labels({ id: 'a' });
    expect(later).not.toBe(former);
    later.inc(1);
    former.inc(10);
    later.inc(100);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 111']);
    visits.reset();
    former.inc(3);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 3']);
  });

  it('shares the latest observations of a summary, also after reset()', async () => {
    const wait = registry.summary({ name: 'wait', help: 'h', labelNames: ['id'], quantiles: [1], ttlSeconds: TTL });
    const former = wait.labels({ id: 'a' });
    await scrapeAfter(0);
    await scrapeAfter(2 * TTL);
    const later = wait.labels({ id: 'a' });
    former.observe(5);
    later.observe(3);
    expect(await scrapeAfter(0)).toEqual(['wait{id="a",quantile="1"} 5', 'wait_sum{id="a"} 8', 'wait_count{id="a"} 2']);
    wait.reset();
    former.observe(2);
    later.observe(1);
    expect(await scrapeAfter(0)).toEqual(['wait{id="a",quantile="1"} 2', 'wait_sum{id="a"} 3', 'wait_count{id="a"} 2']);
  });

  it('is detached with the series that it has joined', async () => {
    const { visits, former, later } = await joined();
    expect(visits.remove({ id: 'a' })).toBe(true);
    former.inc();
    later.inc();
    expect([visits.detachedWrites, await detachedWrites()]).toEqual([2, ['shop_registry_detached_writes_total{metric="visits_total"} 2']]);
    expect(visits.labels({ id: 'a' })).not.toBe(later);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 0']);
  });

  it('idles out with the series that it has joined, and either handle begins it anew', async () => {
    const { former, later } = await joined();
    expect(await scrapeWhenIdle()).toEqual([]);
    former.inc(2);
    later.inc(3);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 5']);
    expect(await scrapeWhenIdle()).toEqual([]);
    later.inc(7);
    former.inc(4);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 11']);
  });

  it('moves with the series that it has joined', async () => {
    const { visits, former, later } = await joined();
    const { table } = visits;
    for (let id = 0; id < 200; id++) visits.labels({ id: String(id) });
    for (let id = 0; id < 200; id++) visits.remove({ id: String(id) });
    expect(visits.table).not.toBe(table);
    former.inc(10);
    later.inc(100);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="a"} 110']);
  });

  /** Two handles of one series. */
  async function joined() {
    const visits = visitsBy();
    const former = visits.labels({ id: 'a' });
    for (let id = 0; id < 10; id++) visits.labels({ id: `gone ${id}` });
    await scrapeAfter(0);
    await scrapeAfter(2 * TTL);
    const later = visits.labels({ id: 'a' });
    former.inc(0);
    return { visits, former, later };
  }
});

describe('with ttlSeconds, moving series together', () => {
  it('keeps for how long each has been idle', async () => {
    const visits = visitsBy();
    const handles = Array.from({ length: 150 }, (_, id) => visits.labels({ id: String(id) }));
    await scrapeAfter(0);
    seconds += TTL / 2;
    handles[149]!.inc();
    await scrapeAfter(0);
    const { table } = visits;
    for (let id = 0; id < 148; id++) visits.remove({ id: String(id) });
    expect(visits.table).not.toBe(table);
    expect(await scrapeAfter(TTL / 2 + 1)).toEqual(['visits_total{id="149"} 1']);
    for (let id = 200; id < 210; id++) visits.labels({ id: String(id) });
    expect(await scrapeAfter(TTL / 2)).toEqual(Array.from({ length: 10 }, (_, i) => `visits_total{id="${200 + i}"} 0`));
  });
});

it('with ttlSeconds, a series in the row of another that was moved away begins its own time', async () => {
  const level = levelBy();
  for (let id = 0; id < 150; id++) level.labels({ id: String(id) });
  await scrapeAfter(0);
  const { table } = level;
  for (let id = 0; id < 149; id++) level.remove({ id: String(id) });
  expect(level.table).not.toBe(table);
  seconds += TTL - 1;
  for (let id = 200; id < 220; id++) level.labels({ id: String(id) });
  expect(await scrapeAfter(2)).toEqual(Array.from({ length: 20 }, (_, i) => `level{id="${200 + i}"} 0`));
});

describe('with ttlSeconds, a family that is full', () => {
  it('lets go of what has idled out before it turns a label set away', async () => {
    const visits = registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'], ttlSeconds: TTL, maxSeries: 2 });
    const first = visits.labels({ id: 'a' });
    visits.labels({ id: 'b' });
    await scrapeAfter(0);
    seconds += TTL + 1;
    visits.labels({ id: 'c' }).inc();
    expect(visits.overflowed).toBe(0);
    first.inc(2);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="c"} 1', 'visits_total{id="a"} 2']);
  });

  it('has a handle that comes back add up with what exceeds the limit', async () => {
    const visits = registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'], ttlSeconds: TTL, maxSeries: 1 });
    const first = visits.labels({ id: 'a' });
    await scrapeAfter(0);
    seconds += TTL + 1;
    const second = visits.labels({ id: 'b' });
    first.inc(2);
    second.inc(3);
    first.inc(5);
    expect(await scrapeAfter(0)).toEqual(['visits_total{id="b"} 3', 'visits_total{id="__overflow__"} 7']);
    expect(visits.overflowed).toBe(1);
    second.inc();
    await scrapeAfter(10 * TTL);
    expect(await scrapeAfter(10 * TTL)).toEqual(['visits_total{id="__overflow__"} 7']);
  });

  it('drops what a gauge that comes back would add', async () => {
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'], ttlSeconds: TTL, maxSeries: 1 });
    const first = level.labels({ id: 'a' });
    await scrapeAfter(0);
    seconds += TTL + 1;
    level.labels({ id: 'b' }).set(3);
    first.set(2);
    first.inc();
    expect(await scrapeAfter(0)).toEqual(['level{id="b"} 3']);
    expect([level.overflowed, level.detachedWrites]).toEqual([1, 0]);
  });
});

it.each([0, -1, NaN, Infinity, '60', null, 1n])('ttlSeconds of %s is refused', (ttlSeconds) => {
  expect(() => registry.counter({ name: 'visits_total', help: 'h', ttlSeconds: ttlSeconds as never })).toThrow(
    'Counter "visits_total": expected ttlSeconds to be a finite number > 0, got',
  );
});
