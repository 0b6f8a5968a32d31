import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBuffer } from '../exposition/byte-buffer.ts';
import { TEXT_0_0_4 } from '../exposition/content-type.ts';
import { Document } from '../exposition/document.ts';
import { Moment } from '../exposition/moment.ts';
import { Registry } from './registry.ts';

const REGIONS = ['eu', 'us', 'asia'] as const;

type Step =
  | { readonly kind: 'add'; readonly region: number; readonly from: number; readonly count: number }
  | { readonly kind: 'remove'; readonly region: number; readonly group: number }
  | { readonly kind: 'unregister'; readonly region: number };

const region = fc.nat({ max: REGIONS.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('add' as const), region, from: fc.nat({ max: 300 }), count: fc.nat({ max: 200 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), region, group: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unregister' as const), region }) },
);

/** A registry with one metric in three children, and what it should show: by child, then by label set. */
class SideBySide {
  readonly registry = new Registry();
  readonly shown = new Map<string, Map<string, { readonly group: number; value: number }>>();

  do(each: Step): void {
    const name = REGIONS[each.region]!;
    const child = this.registry.child({ labels: { region: name } });
    if (each.kind === 'unregister') {
      expect(child.unregister('x_total')).toBe(this.shown.delete(name));
      return;
    }
    const counter = child.counter({ name: 'x_total', help: 'h', labelNames: ['group', 'id'] });
    const series = this.shown.get(name) ?? new Map<string, { readonly group: number; value: number }>();
    this.shown.set(name, series);
    if (each.kind === 'add') {
      for (let id = each.from; id < each.from + each.count; id++) {
        const group = id % 3;
        counter.labels({ group: String(group), id: String(id) }).inc(id);
        const key = `group="${group}",id="${id}"`;
        series.set(key, { group, value: (series.get(key)?.value ?? 0) + id });
      }
      return;
    }
    for (const [key, { group }] of series) if (group === each.group) series.delete(key);
    counter.removeMatching({ group: String(each.group) });
  }

  text(): string {
    const lines = [...this.shown].flatMap(([name, series]) =>
      Array.from(series, ([labels, { value }]) => `x_total{region="${name}",${labels}} ${value}\n`),
    );
    return lines.length === 0 ? '' : `# HELP x_total h\n# TYPE x_total counter\n${lines.join('')}`;
  }
}

it('shows what a naive registry does, after any additions and removals, also while others go on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 12 }), async (steps) => {
      const both = new SideBySide();
      const earlier: { readonly document: Document; readonly text: string }[] = [];
      for (const [each, isScraped] of steps) {
        both.do(each);
        if (isScraped) {
          expect(await both.registry.metrics()).toBe(both.text());
          earlier.push({ document: new Document(Moment.copied(await both.registry.gather()), TEXT_0_0_4), text: both.text() });
        }
      }
      for (const { document, text } of earlier) expect(wholeOf(document)).toBe(text);
      expect(await both.registry.metrics()).toBe(both.text());
    }),
    { numRuns: 150 },
  );
});

function wholeOf(document: Document): string {
  const target = new ByteBuffer(64);
  while (document.appendNext(target));
  return new TextDecoder().decode(target.view());
}
