import { Family } from '../instruments/family.ts';
import { constLabelsKey } from './scope.ts';

/** Which metric is meant: all that have the name, or the one with these constant labels. */
export interface MetricReference {
  readonly name: string;
  readonly constLabelsKey: string | undefined;
}

/** Returns what refers to a metric that a definition has returned; undefined for what is none. */
export function referenceTo(metric: unknown): MetricReference | undefined {
  const family: unknown = typeof metric === 'object' && metric !== null && 'family' in metric ? metric.family : metric;
  if (!(family instanceof Family)) return undefined;
  const { names, values } = family.constLabels;
  return { name: family.name, constLabelsKey: constLabelsKey(Object.fromEntries(names.map((name, i) => [name, values[i]!]))) };
}
