import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { WeakHandles } from './weak-handles.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** References live until the end of the turn that made or read them. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
}

describe('handles that are held weakly', () => {
  it('are there for as long as somebody else holds them', async () => {
    const handles = new WeakHandles<object>();
    const held = Array.from({ length: 20 }, (_, id) => ({ id }));
    for (const handle of held) {
      handles.add(handle);
      handles.add({ isHeld: false });
    }
    await settle();
    expect(handles.held()).toEqual(held);
  });

  it('are all there when all are held, however many', () => {
    const handles = new WeakHandles<object>();
    const held = Array.from({ length: 1000 }, (_, id) => ({ id }));
    for (const handle of held) handles.add(handle);
    expect(handles.held()).toEqual(held);
  });
});

describe('a handle of an idle series', () => {
  it.each(['counter', 'gauge'] as const)('is collected once nobody holds it, of a %s', async (kind) => {
    const { family, idle } = idleFamily(kind);
    const held = family.labels({ id: 'held' });
    const refs = Array.from({ length: 50 }, (_, id) => new WeakRef(family.labels({ id: String(id) })));
    await idle();
    await settle();
    expect(family.seriesCount).toBe(0);
    expect(refs.filter((ref) => ref.deref() !== undefined)).toEqual([]);
    held.inc(3);
    expect(family.get().map(({ value }) => value)).toEqual([3]);
  });

  it.each(['counter', 'gauge'] as const)(
    'is collected also when it has joined the series that collects the rest, of a %s',
    async (kind) => {
      const { family, idle } = idleFamily(kind, 1);
      const refs: WeakRef<object>[] = [];
      for (let round = 0; round < 30; round++) refs.push(await joinOverflow(family, idle));
      await settle();
      expect(family.overflowed).toBe(30);
      expect(refs.filter((ref) => ref.deref() !== undefined)).toEqual([]);
    },
  );
});

function idleFamily(kind: 'counter' | 'gauge', maxSeries = 100) {
  let seconds = 0;
  const registry = new Registry({ clock: { now: () => seconds, monotonic: () => seconds } });
  const family = registry[kind as 'counter']({ name: 'visits_total', help: 'h', labelNames: ['id'], ttlSeconds: 10, maxSeries });
  const idle = async (): Promise<void> => {
    for (const more of [2, 20]) {
      seconds += more;
      await registry.gather();
    }
  };
  return { family, idle };
}

/** Has a handle come back while there is no room. */
async function joinOverflow(family: ReturnType<typeof idleFamily>['family'], idle: () => Promise<void>): Promise<WeakRef<object>> {
  const handle = family.labels({ id: 'former' });
  await idle();
  family.labels({ id: 'later' });
  handle.inc();
  await idle();
  return new WeakRef(handle);
}
