import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';

/** Few values, so that label sets often agree in some of their labels and sometimes in all. */
const value = fc.constantFrom('', 'a', 'b', 'ab', '__proto__', 'constructor');

it('label sets get the same handle exactly when all their values are the same, however many there are', () => {
  const sets = fc.array(fc.tuple(fc.record({ x: value, y: value, z: value }), fc.boolean()), { maxLength: 200 });
  fc.assert(
    fc.property(sets, (given) => {
      const gauge = new Registry().gauge({ name: 'g', help: 'h', labelNames: ['x', 'y', 'z'] });
      const handles = new Map<string, unknown>();
      for (const [{ x, y, z }, reversed] of given) {
        const handle = gauge.labels(reversed ? { z, y, x } : { x, y, z });
        const key = JSON.stringify([x, y, z]);
        expect(handle).toBe(handles.get(key) ?? handle);
        handles.set(key, handle);
      }
      expect(new Set(handles.values()).size).toBe(handles.size);
      expect(gauge.get().map(({ labels }) => JSON.stringify([labels['x'], labels['y'], labels['z']]))).toEqual([...handles.keys()]);
    }),
  );
});
