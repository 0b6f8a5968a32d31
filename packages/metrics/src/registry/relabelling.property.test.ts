import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Registry } from './registry.ts';

const LABELS = ['a', 'b', 'c'] as const;
const value = fc.constantFrom('', 'x', 'y', '__proto__', 'a"b\n');
const update = fc.record({ a: value, b: value, c: fc.constantFrom('on', 'off'), by: fc.nat({ max: 9 }) });
/** Undefined: the label is dropped. */
const renaming = fc.record({
  a: fc.constantFrom('a', 'b2', undefined),
  b: fc.constantFrom('b', 'a', undefined),
  c: fc.constantFrom('c', 'state', undefined),
});

it('adds up what differs in dropped labels only, and keeps everything else apart', () => {
  fc.assert(
    fc.property(renaming, fc.array(update, { maxLength: 60 }), (names, updates) => {
      const kept = LABELS.filter((label) => names[label] !== undefined);
      const isClash = new Set(kept.map((label) => names[label])).size < kept.length;
      const registry = new Registry({
        rules: [
          {
            match: 'x_*',
            dropLabels: LABELS.filter((label) => names[label] === undefined),
            renameLabels: Object.fromEntries(kept.map((label) => [label, names[label]!])),
          },
        ],
      });
      const define = () => registry.counter({ name: 'x_total', help: 'h', labels: { a: 'open', b: 'open', c: ['on', 'off'] } });
      if (isClash) {
        expect(define).toThrow(expect.objectContaining({ code: 'ERR_LABEL_NAME' }));
        return;
      }
      const counter = define();
      const expected = new Map<string, number>(kept.every((label) => label === 'c') ? initial(kept, names.c) : []);
      for (const { by, ...labels } of updates) {
        counter.labels(labels).inc(by);
        const key = JSON.stringify(kept.map((label) => [names[label], labels[label]]));
        expected.set(key, (expected.get(key) ?? 0) + by);
      }
      expect(counter.get().map((sample) => [JSON.stringify(Object.entries(sample.labels)), sample.value])).toEqual([...expected]);
    }),
    { numRuns: 300 },
  );
});

/** Where only closed labels are left, or none, every combination is there from the start. */
function initial(kept: readonly string[], name: string | undefined): [string, number][] {
  return kept.length === 0 ? [['[]', 0]] : ['on', 'off'].map((state) => [JSON.stringify([[name, state]]), 0]);
}
