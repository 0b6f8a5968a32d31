/** The text that is kept and patched is the text that would be written anew, whatever has happened in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { encodeFamily } from './encode-family.ts';
import { TextSnapshot } from './text-snapshot.ts';

interface Change {
  readonly series: number;
  readonly value: number;
}

const value = fc.oneof(fc.double(), fc.integer({ min: -20, max: 20 }), fc.constantFrom(0, -0, NaN, 1e300, 0.1, 12.5));
const changes = fc.array(fc.record({ series: fc.nat(200), value }), { maxLength: 40 });
const rounds = fc.array(changes, { minLength: 1, maxLength: 8 });

function families(labels: readonly string[]) {
  const registry = new Registry();
  const options = { help: 'Help.', labelNames: ['a', 'b'] as const };
  const gauge = registry.gauge({ ...options, name: 'shop_gauge' });
  const absent = registry.gauge({ ...options, name: 'shop_absent', omitNaN: true });
  const histogram = registry.histogram({ ...options, name: 'shop_seconds', buckets: [-1, 0, 0.5, 10] });
  const counter = registry.counter({ ...options, name: 'shop_total', maxSeries: 20 });
  const apply = ({ series, value: amount }: Change): void => {
    const set = { a: labels[series % labels.length]!, b: String(series) };
    gauge.labels(set).set(amount);
    absent.labels(set).set(series % 3 === 0 ? NaN : amount);
    if (!Number.isNaN(amount)) histogram.labels(set).observe(amount);
    counter.labels(set).inc(Math.min(1e9, Math.abs(amount)) || 0);
  };
  return { registry, apply };
}

function textOf(pieces: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder();
  return Array.from(pieces, (piece) => decoder.decode(piece)).join('');
}

describe('kept text', () => {
  it('equals the text written anew after any sequence of changes and scrapes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), rounds, async (labels, sequence) => {
        const { registry, apply } = families(labels);
        for (const round of sequence) {
          round.forEach(apply);
          const gathered = await registry.gather();
          expect(await registry.metrics()).toBe(textOf(gathered.map(encodeFamily)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows one moment, however much changes and however many others read before the last piece is taken', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (sequence) => {
        const { registry, apply } = families(['x', 'y']);
        for (let series = 0; series < 150; series++) apply({ series, value: series / 4 });
        const gathered = await registry.gather();
        const expected = textOf(gathered.map(encodeFamily));
        const snapshot = new TextSnapshot(gathered, (block) => block.slice());
        const pieces: string[] = [];
        for (const piece of snapshot.pieces()) {
          pieces.push(new TextDecoder().decode(piece));
          (sequence[pieces.length % sequence.length] ?? []).forEach(apply);
          if (pieces.length % 3 === 0) await registry.metrics();
        }
        expect(pieces.join('')).toBe(expected);
        expect(await registry.metrics()).toBe(textOf((await registry.gather()).map(encodeFamily)));
      }),
      { numRuns: 100 },
    );
  });
});
