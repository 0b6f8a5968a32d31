import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { Read } from './source.ts';

let now: number;
let cache: Cache;

const newCache = (name: string): Cache => new Cache({ name, factory: new Registry(), prefix: 'shop', clock: { monotonic: () => now } });

beforeEach(() => {
  now = 1000;
  cache = newCache('reports');
});

describe('an answer that was found from another one', () => {
  it.each([true, false])('depends on what that one was found from; that one was kept already: %s', (isKept) => {
    const source = versioned(1);
    const inner = (): number => cache.get('inner', (read) => read(source));
    const outer = (): number => cache.get('outer', () => inner() * 10);
    if (isKept) inner();
    expect(outer()).toBe(10);
    source.set(2);
    expect(outer()).toBe(20);
  });

  it('depends on it over several levels, caches and ways', () => {
    const other = newCache('prices');
    const [a, b] = [versioned(1), versioned(10)];
    const bottom = (): number => other.get('bottom', (read) => read(a));
    const left = (): number => cache.get('left', () => bottom() + 100);
    const right = (): number => cache.get('right', (read) => bottom() + read(b));
    const top = (): number => other.get('top', () => left() + right());
    expect(top()).toBe(112);
    a.set(2);
    expect(top()).toBe(114);
    b.set(20);
    expect(top()).toBe(124);
  });

  it('is kept when nothing has changed', () => {
    const source = versioned(1);
    const compute = vi.fn<() => number>(() => cache.get('inner', (read) => read(source)));
    cache.get('outer', compute);
    cache.get('outer', compute);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('expires with it', () => {
    let world = 1;
    const inner = (): number => cache.get('inner', () => world, { ttlSeconds: 10 });
    const outer = (): number => cache.get('outer', inner);
    inner();
    now += 6;
    expect(outer()).toBe(1);
    world = 2;
    now += 4;
    expect(outer()).toBe(2);
  });

  it('expires when the one who asked wants it newer', () => {
    let world = 1;
    const inner = (ttlSeconds: number): number => cache.get('inner', () => world, { ttlSeconds });
    const outer = (): number => cache.get('outer', () => inner(5));
    inner(100);
    outer();
    world = 2;
    now += 5;
    expect(outer()).toBe(2);
  });

  it.each<[string, () => unknown]>([
    ['invalidated', () => cache.invalidate('inner')],
    ['forgotten with all others', () => cache.clear()],
  ])('is found anew when that one is %s, also in another cache', (_, invalidate) => {
    const other = newCache('pages');
    let world = 1;
    const inner = (): number => cache.get('inner', () => world, { ttlSeconds: 100 });
    const outer = (): number => other.get('outer', inner);
    expect(outer()).toBe(1);
    world = 2;
    invalidate();
    expect(outer()).toBe(2);
  });

  it('is found anew when that one is invalidated after it has been evicted', () => {
    cache = new Cache({ name: 'reports', factory: new Registry(), prefix: 'shop', maxEntries: 1 });
    let world = 1;
    const inner = (): number => cache.get('inner', () => world, { ttlSeconds: 100 });
    const outer = (): number => cache.get('outer', inner);
    outer();
    world = 2;
    cache.invalidate('inner');
    expect(outer()).toBe(2);
  });

  it('is for its asker alone when it was found in spite of an error', () => {
    const source = versioned(1);
    let isBroken = true;
    const inner = (read: Read): number => {
      if (isBroken) throw new Error('boom');
      return read(source);
    };
    const outer = (): number =>
      cache.get('outer', (read) => {
        try {
          return read(source) + cache.get('inner', inner);
        } catch {
          return -1;
        }
      });
    expect(outer()).toBe(-1);
    isBroken = false;
    expect(outer()).toBe(2);
  });

  it('depends on what is read through the read of the outer one', () => {
    const [a, b] = [versioned(1), versioned(10)];
    const outer = (): number => cache.get('outer', (read) => cache.get('inner', (own) => own(a) + read(b)));
    expect(outer()).toBe(11);
    b.set(20);
    expect(cache.get('inner', (own) => own(a) + own(b))).toBe(21);
    expect(outer()).toBe(21);
  });

  it('depends on what is asked for through the read of the outer one', () => {
    const [a, b] = [versioned(1), versioned(10)];
    const bottom = (): number => cache.get('bottom', (read) => read(b));
    const inner = (read: Read): number => cache.get('inner', (own) => own(a) + read(bottom));
    expect(cache.get('outer', inner)).toBe(11);
    b.set(20);
    expect(cache.get('other', inner)).toBe(21);
  });

  it('depends on what a source finds in a cache to have a value', () => {
    const source = versioned(1);
    const derived = {
      version: 0,
      get value() {
        return cache.get('inner', (read) => read(source) * 10);
      },
    };
    const outer = (): number => cache.get('outer', (read) => read(derived));
    expect(outer()).toBe(10);
    source.set(2);
    expect(outer()).toBe(20);
  });

  it('depends on nothing that is asked for after it', () => {
    const [a, b] = [versioned(1), versioned(10)];
    const compute = vi.fn<(read: Read) => number>((read) => read(a));
    expect(() =>
      cache.get('failing', () => {
        throw new Error('boom');
      }),
    ).toThrow('boom');
    cache.get('first', compute);
    cache.get('second', (read) => read(b));
    b.set(20);
    cache.get('first', compute);
    expect(compute).toHaveBeenCalledTimes(1);
  });
});
