import { expect, it } from 'vitest';
import { CounterFamily } from '../instruments/counter.ts';
import { HistogramFamily } from '../instruments/histogram.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import type { Exposition } from './content-type.ts';
import { layOut } from './document-layout.ts';
import type { FamilyText } from './family-text.ts';
import { notationOf } from './sample-lines.ts';
import { sharedText } from './shared-texts.ts';

const CONTEXT = { onInvalid: () => {}, monotonic: () => 0, nameValidation: 'utf8' } as const;
const OPEN_METRICS = version1('openmetrics', 'allow-utf-8');

function textIn(family: CounterFamily | HistogramFamily, exposition: Exposition, withCreated = false): FamilyText {
  const [layout] = layOut([family], exposition);
  return sharedText(family, family.table, notationOf(family, layout!, exposition, withCreated));
}

function orders(label: string, name = 'orders_total'): CounterFamily {
  return new CounterFamily({ name, help: 'h', labelNames: [label] }, CONTEXT);
}

it('lines that are the same in two formats are kept once', () => {
  const family = orders('a');
  const text = textIn(family, TEXT_0_0_4);
  for (const escaping of ['allow-utf-8', 'underscores', 'values'] as const) {
    expect(textIn(family, version1('text', escaping))).toBe(text);
    expect(textIn(family, version1('openmetrics', escaping))).toBe(text);
  }
});

it.each<[string, CounterFamily]>([
  ['the name of a label', orders('ä')],
  ['the name of a label is one of a metric only', orders('a:b')],
  ['the name', orders('a', 'ä_total')],
])('lines that differ because %s is escaped are kept apart', (_, family) => {
  expect(textIn(family, OPEN_METRICS)).not.toBe(textIn(family, TEXT_0_0_4));
  expect(textIn(family, OPEN_METRICS)).toBe(textIn(family, version1('text', 'allow-utf-8')));
});

it('lines that the format makes differ are kept apart', () => {
  const family = orders('a');
  expect(textIn(family, OPEN_METRICS, true)).not.toBe(textIn(family, OPEN_METRICS));
  expect(textIn(family, TEXT_0_0_4, true)).toBe(textIn(family, OPEN_METRICS));
  const wait = new HistogramFamily({ name: 'wait', help: 'h', labelNames: ['a'], buckets: [1] }, CONTEXT);
  const texts = [textIn(wait, TEXT_0_0_4), textIn(wait, OPEN_METRICS), textIn(wait, OPEN_METRICS, true)];
  expect(new Set(texts).size).toBe(3);
  expect(textIn(wait, version1('openmetrics', 'underscores'))).toBe(texts[1]);
});
