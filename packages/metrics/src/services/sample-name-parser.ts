import type { LabelSet } from '../model/labels.ts';

/** A sample's name and labels, taken apart. */
export interface ParsedSampleName {
  readonly name: string;
  readonly labels: LabelSet;
}

const LABEL = /([^=,{]+)="((?:[^"\\]|\\.)*)"/gs;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Takes apart what `sampleName` writes: `shop_orders_total{state="open"}`. */
export function parseSampleName(text: string): ParsedSampleName {
  const brace = text.indexOf('{');
  if (brace === -1) return { name: text, labels: {} };
  const pairs = [...text.slice(brace + 1).matchAll(LABEL)].map(([, name, value]) => [name!, unescaped(value!)] as const);
  return { name: text.slice(0, brace), labels: Object.fromEntries(pairs) };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, character: string) => ESCAPED[character] ?? character);
}
