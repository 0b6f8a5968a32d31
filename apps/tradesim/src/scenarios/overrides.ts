/** Overrides of single fields: PATH=VALUE, where VALUE is a YAML scalar. */
import * as v from 'valibot';
import { refusal } from './expectation.ts';
import type { FieldPath } from './field-paths.ts';
import { fieldAt } from './field-paths.ts';
import { pathText, problemText, quoted } from './problem.ts';
import type { Problem } from './problem.ts';
import { leafSchema } from './schema.ts';
import type { Setting, SettingsSource } from './settings.ts';
import { unknownField } from './validate-fields.ts';
import { readYaml } from './yaml-document.ts';

const MAX_SHOWN_CHARACTERS = 60;

interface CheckedOverride {
  readonly path: FieldPath;
  readonly value?: unknown;
  readonly problem?: Problem;
}

/** Names the override as it was typed, where that fits on a line. */
function placeOf(override: string): string {
  const isShort = override.length <= MAX_SHOWN_CHARACTERS && !/\p{Cc}/u.test(override);
  return `--set ${isShort ? override : quoted(override)}`;
}

function notAssignment(path: FieldPath): Problem {
  const field = fieldAt(path);
  const example = field === undefined || field.kind === 'section' ? 'companies.count=1000' : `${path.join('.')}=${field.default}`;
  return { path: [], rule: 'PATH=VALUE', got: 'no "="', recipe: `Write for example --set ${example}.` };
}

function notLeaf(path: FieldPath, names: readonly string[]): Problem {
  const paths = names.map((name) => pathText([...path, name])).join(', ');
  return { path: [], rule: 'the path of a value', got: `${pathText(path)}, which has fields`, recipe: `Set one of them: ${paths}.` };
}

function checked(override: string): CheckedOverride {
  const [name] = override.split('=', 1);
  const path = (name ?? '').split('.');
  if (name === override) return { path, problem: notAssignment(path) };
  const field = fieldAt(path);
  if (field === undefined) return { path, problem: unknownField(path) };
  if (field.kind === 'section') return { path, problem: notLeaf(path, Object.keys(field.fields)) };
  const document = readYaml(override.slice(path.join('.').length + 1));
  const [fault] = document.problems;
  if (fault !== undefined) return { path, problem: { ...fault, path } };
  const result = v.safeParse(leafSchema(field), document.value);
  return result.success ? { path, value: result.output } : { path, problem: refusal(path, field, document.value) };
}

/** Checks every override for itself; of two for the same field the last one wins. */
export function overridesSource(overrides: readonly string[]): SettingsSource {
  const settings = new Map<string, Setting>();
  const problems: string[] = [];
  const refused: string[] = [];
  for (const override of overrides) {
    const { path, value, problem } = checked(override);
    if (problem === undefined) settings.set(path.join('.'), { value, place: placeOf(override) });
    else {
      problems.push(problemText(placeOf(override), problem));
      refused.push(path.join('.'));
    }
  }
  return { settings, problems, refused };
}
