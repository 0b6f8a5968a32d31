/** Reads the text of `/metrics` (text format 0.0.4), as far as the recomputation needs it: its families, its samples and their values. */

import { PREFIX } from './families.ts';

/** What one body of `/metrics` says of the application's metrics, by the full name of a family or a sample. */
export interface Exposition {
  readonly families: ReadonlySet<string>;
  readonly samples: ReadonlyMap<string, number>;
}

const TYPE = /^# TYPE (\S+) (\S+)/;
const SAMPLE = /^([^\s{#]+)(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?\s+(\S+)/;
const WORDS: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity };

/** Reads the lines whose name begins with the application's prefix. A family is a name with a type, or a sample that belongs to none. */
export function readExposition(text: string): Exposition {
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  const undeclared = new Set<string>();
  for (const line of text.split('\n')) {
    const [, family, type] = TYPE.exec(line) ?? [];
    if (family?.startsWith(PREFIX) && type !== undefined) types.set(family, type);
    const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (!name?.startsWith(PREFIX)) continue;
    samples.set(name + labels, WORDS[value] ?? Number(value));
    if (!isDeclared(name, types)) undeclared.add(name);
  }
  return { families: new Set([...types.keys(), ...undeclared]), samples };
}

function isDeclared(name: string, types: ReadonlyMap<string, string>): boolean {
  const type = types.get(name.replace(/_(bucket|sum|count)$/, ''));
  return types.has(name) || type === 'histogram' || type === 'summary';
}
