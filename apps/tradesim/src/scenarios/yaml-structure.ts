/** What a scenario may not contain although YAML allows it: a field twice, aliases. Also, where fields stand. */
import { Scalar, isMap, isPair, isScalar, visit } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import type { FieldPath } from './field-paths.ts';
import type { Problem } from './problem.ts';

export interface OffsetProblem extends Problem {
  /** In characters from the start of the text. */
  readonly offset: number;
}

/** The name under which plain data holds the value; `undefined` for a key that is a list or a mapping. */
function keyText({ key }: Pair): string | undefined {
  return isScalar<string | number | boolean | null>(key) ? String(key.value ?? '') : undefined;
}

function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0] ?? 0;
}

function pathOf(ancestors: readonly unknown[]): FieldPath {
  return ancestors.filter((node) => isPair(node)).map((pair) => keyText(pair) ?? '');
}

function* duplicates({ items }: YAMLMap, parent: FieldPath): Generator<OffsetProblem> {
  const names = new Set<string>();
  for (const pair of items) {
    const name = keyText(pair);
    if (name !== undefined && names.has(name)) {
      yield {
        offset: offsetOf(pair.key),
        path: [...parent, name],
        rule: 'one value',
        got: 'a second one',
        recipe: 'Remove one of the two.',
      };
    }
    if (name !== undefined) names.add(name);
  }
}

/** Collects duplicate fields and aliases. Replaces each alias in the document by null, so that nothing expands. */
export function structureProblems(document: Document): readonly OffsetProblem[] {
  const problems: OffsetProblem[] = [];
  visit(document, {
    Map: (_key, map, ancestors) => {
      for (const problem of duplicates(map, pathOf(ancestors))) problems.push(problem);
    },
    Alias: (_key, alias, ancestors) => {
      const recipe = 'Write the value itself; aliases are not supported.';
      problems.push({ offset: offsetOf(alias), path: pathOf(ancestors), rule: 'a value', got: `the alias *${alias.source}`, recipe });
      return new Scalar(null);
    },
  });
  return problems;
}

/** Returns the offset of the field at a path, or of the deepest mapping on the way to it. */
export function offsetOfField(document: Document, path: FieldPath): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const name of path) {
    const pair = isMap(node) ? node.items.findLast((item) => keyText(item) === name) : undefined;
    if (pair === undefined) break;
    offset = offsetOf(pair.key);
    node = pair.value;
  }
  return offset;
}
