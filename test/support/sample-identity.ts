import type { ParsedSample } from '../oracles/python-parser.ts';

/** Names a sample by its name and its labels, whatever their order. */
export function identity({ name, labels }: ParsedSample): string {
  const texts = Object.entries(labels).map((label) => JSON.stringify(label));
  return JSON.stringify([name, ...texts.toSorted()]);
}

/** Returns the values of samples with those of their labels, whatever all of these are called. */
export function contents(samples: readonly ParsedSample[]): string[] {
  return samples.map(({ bits, labels }) => JSON.stringify([bits, ...Object.values(labels).toSorted()])).toSorted();
}
