import type { LabelSet } from '../model/labels.ts';

/** A sample's name and labels, taken apart. */
export interface ParsedSampleName {
  /** Suffixes such as `_bucket` included. */
  readonly name: string;
  /** In their order. */
  readonly labels: LabelSet;
}

const LABEL = /([^=,{]+)="((?:[^"\\]|\\.)*)"/gs;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/**
 * Takes apart the name that a record gives a sample.
 * @example parseSampleName('shop_orders_total{state="open"}') // => { name: 'shop_orders_total', labels: { state: 'open' } }
 */
export function parseSampleName(text: string): ParsedSampleName {
  const brace = text.indexOf('{');
  if (brace === -1) return { name: text, labels: {} };
  const pairs = [...text.slice(brace + 1).matchAll(LABEL)].map(([, name, value]) => [name!, unescaped(value!)] as const);
  return { name: text.slice(0, brace), labels: Object.fromEntries(pairs) };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, character: string) => ESCAPED[character] ?? character);
}
