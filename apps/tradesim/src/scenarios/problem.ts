/** The wording of problems: `<place>: <field>: expected <rule>, got <value> (<type>). <Recipe>`. */
import type { FieldPath } from './field-paths.ts';

const MAX_QUOTED_CHARACTERS = 60;
const MAX_PROBLEMS = 100;

export interface Problem {
  /** Empty when the problem is not about a field. */
  readonly path: FieldPath;
  readonly rule: string;
  readonly got: string;
  /** One or more sentences. */
  readonly recipe: string;
}

export function problemText(place: string, { path, rule, got, recipe }: Problem): string {
  const subject = path.length === 0 ? place : `${place}: ${pathText(path)}`;
  return `${subject}: expected ${rule}, got ${got}. ${recipe}`;
}

/** Shows a path with dots; a name that is not a plain word is quoted. */
export function pathText(path: FieldPath): string {
  return path.map((name) => (/^[\w-]{1,64}$/.test(name) ? name : quoted(name))).join('.');
}

/** Shows a text in quotes on one line, shortened. */
export function quoted(text: string): string {
  const short = text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
  return JSON.stringify(short);
}

/** Shows a value with its type, as it stands after "got". */
export function valueText(value: unknown): string {
  if (value === undefined) return 'nothing (missing)';
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `${quoted(value)} (string)`;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value} (${typeof value})`;
  return 'a mapping';
}

/** Keeps a report readable: renders the first problems, and a line with the number of the others. */
export function limited<Item>(problems: readonly Item[], render: (shown: readonly Item[]) => readonly string[]): readonly string[] {
  const shown = render(problems.slice(0, MAX_PROBLEMS));
  const hidden = problems.length - MAX_PROBLEMS;
  return hidden > 0 ? [...shown, `${hidden} more problems are not shown. Mend these first.`] : shown;
}
