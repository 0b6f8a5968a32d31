/** Checks the fields of a scenario file, each for itself; rules between fields are in `field-rules.ts`. */
import * as v from 'valibot';
import { refusal } from './expectation.ts';
import type { SectionField } from './field.ts';
import type { FieldPath } from './field-paths.ts';
import { fieldAt, leaves } from './field-paths.ts';
import type { Problem } from './problem.ts';
import { quoted } from './problem.ts';
import { isMapping, sectionSchema } from './schema.ts';
import { scenarioFields } from './scenario-fields.ts';
import { unknownFieldRecipe } from './suggestion.ts';

export interface CheckedFields {
  /** The accepted leaves by dotted path. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly FieldProblem[];
}

/** A problem whose text is made on demand: a hostile file has very many of them. */
interface FieldProblem {
  readonly path: FieldPath;
  readonly describe: () => Problem;
}

const fileSchema = sectionSchema(scenarioFields);

export function unknownField(path: FieldPath): Problem {
  return { path, rule: 'a known field', got: `${quoted(path.at(-1) ?? '')} (unknown field)`, recipe: unknownFieldRecipe(path) };
}

function* unknownFields(section: SectionField, value: unknown, parent: FieldPath): Generator<FieldProblem> {
  if (!isMapping(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const path = [...parent, name];
    const field = Object.hasOwn(section.fields, name) ? section.fields[name] : undefined;
    if (field === undefined) yield { path, describe: () => unknownField(path) };
    else if (field.kind === 'section') yield* unknownFields(field, inner, path);
  }
}

function refusedField({ path: keys, input }: v.BaseIssue<unknown>): FieldProblem {
  const path = (keys ?? []).map(({ key }) => String(key));
  return { path, describe: () => refusal(path, fieldAt(path) ?? scenarioFields, input) };
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce((inner, name) => (isMapping(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value);
}

function acceptedLeaves(output: unknown, refused: ReadonlySet<string>): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [path] of leaves) {
    const value = valueAt(output, path);
    if (value !== undefined && !refused.has(path.join('.'))) values.set(path.join('.'), value);
  }
  return values;
}

/** Checks the plain value of a file: every field that is refused or unknown is a problem. */
export function checkFields(value: unknown): CheckedFields {
  const { issues, output } = v.safeParse(fileSchema, value, { abortPipeEarly: true });
  const refused = (issues ?? []).map(refusedField);
  const refusedPaths = new Set(refused.map(({ path }) => path.join('.')));
  return { values: acceptedLeaves(output, refusedPaths), problems: [...refused, ...unknownFields(scenarioFields, value, [])] };
}
