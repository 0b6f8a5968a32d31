/** "Did you mean …?" for names of fields and presets. */
import type { FieldPath } from './field-paths.ts';
import { fieldAt, leaves, sections } from './field-paths.ts';
import { pathText } from './problem.ts';

const MAX_COMPARED_CHARACTERS = 64;
const MIN_PREFIX_CHARACTERS = 3;

/** Counts the insertions, deletions and replacements that turn one text into the other (Levenshtein). O(a × b). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[to.length]!;
}

function hasCommonPrefix(one: string, other: string): boolean {
  return Math.min(one.length, other.length) >= MIN_PREFIX_CHARACTERS && (one.startsWith(other) || other.startsWith(one));
}

/** Returns the candidate a misspelt name most likely stands for: a third of it may differ, or one begins the other. */
export function closest(misspelt: string, candidates: readonly string[]): string | undefined {
  const wanted = misspelt.slice(0, MAX_COMPARED_CHARACTERS).toLowerCase();
  const limit = Math.ceil(wanted.length / 3);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    const distance = hasCommonPrefix(wanted, name) ? limit : editDistance(wanted, name);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Mends a path name by name, from the top; `undefined` when a name resembles nothing. */
function correctedPath(path: FieldPath): FieldPath | undefined {
  const corrected: string[] = [];
  for (const name of path) {
    const parent = fieldAt(corrected);
    if (parent?.kind !== 'section') return undefined;
    const names = Object.keys(parent.fields);
    const match = names.includes(name) ? name : closest(name, names);
    if (match === undefined) return undefined;
    corrected.push(match);
  }
  return corrected;
}

function pathsEndingWith(name: string): readonly FieldPath[] {
  return [...sections, ...leaves].map(([path]) => path).filter((path) => path.at(-1)?.toLowerCase() === name.toLowerCase());
}

function nearestKnown(path: FieldPath): FieldPath {
  return fieldAt(path) === undefined ? nearestKnown(path.slice(0, -1)) : path;
}

function fieldListing(path: FieldPath): string {
  const field = fieldAt(path);
  const subject = path.length === 0 ? 'a scenario' : pathText(path);
  if (field?.kind !== 'section') return `${subject} is a value and has no fields.`;
  return `Fields of ${subject}: ${Object.keys(field.fields).join(', ')}.`;
}

function nestedRecipe(path: FieldPath): string | undefined {
  const nested = path.flatMap((name) => name.split('.'));
  if (nested.length === path.length || fieldAt(nested) === undefined) return undefined;
  return `Nest it: ${nested.join(': { ')}: …${' }'.repeat(nested.length - 1)}.`;
}

/** Says what a path that names no field was probably meant to be, or which fields there are. */
export function unknownFieldRecipe(path: FieldPath): string {
  const nested = nestedRecipe(path);
  if (nested !== undefined) return nested;
  const corrected = correctedPath(path);
  if (corrected !== undefined) return `Did you mean ${pathText(corrected)}?`;
  const elsewhere = pathsEndingWith(path.at(-1) ?? '');
  if (elsewhere.length > 0 && elsewhere.length <= 3) return `Did you mean ${elsewhere.map(pathText).join(' or ')}?`;
  return fieldListing(nearestKnown(path));
}
