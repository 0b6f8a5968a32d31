import { lineAt } from '../architecture/syntax-tree.ts';
import { declaredNames } from './declared-names.ts';
import type { Example } from './example.ts';

const BLOCK = /^```ts(?<word>[ \t][^\n]*)?\n(?<code>.*?)^```/gms;

/**
 * Returns the programs in the ```ts blocks of a document. A block goes on with the program before it; one that imports or
 * declares a name again begins a new program. Blocks marked `ts fragment` are parts of something larger and are left out.
 */
export function markdownExamples(path: string, text: string): readonly Example[] {
  const programs: { line: number; code: string; names: Set<string> }[] = [];
  for (const { line, code } of blocksOf(text)) {
    const names = declaredNames(path, '\n'.repeat(line - 1) + code);
    const current = programs.at(-1);
    if (current === undefined || names.some((name) => current.names.has(name))) {
      programs.push({ line, code, names: new Set(names) });
    } else {
      current.code += '\n'.repeat(line - current.line - current.code.split('\n').length + 1) + code;
      for (const name of names) current.names.add(name);
    }
  }
  return programs.map(({ line, code }) => ({ path, line, code }));
}

function blocksOf(text: string): readonly Pick<Example, 'line' | 'code'>[] {
  const matches = [...text.matchAll(BLOCK)].filter(({ groups }) => groups?.['word']?.trim() !== 'fragment');
  return matches.map(({ index, groups }) => ({ line: lineAt(text, index) + 1, code: (groups?.['code'] ?? '').trimEnd() }));
}
