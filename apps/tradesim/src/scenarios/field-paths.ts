/** Finding fields of a scenario by path. A path is the names from the top, written with dots in messages. */
import type { Field, LeafField, SectionField } from './field.ts';
import { scenarioFields } from './scenario-fields.ts';

export type FieldPath = readonly string[];

/** Returns the field at a path, the whole scenario for the empty path, `undefined` where there is none. */
export function fieldAt(path: FieldPath): Field | undefined {
  let field: Field | undefined = scenarioFields;
  for (const name of path) {
    if (field?.kind !== 'section' || !Object.hasOwn(field.fields, name)) return undefined;
    field = field.fields[name];
  }
  return field;
}

function* leavesBelow(section: SectionField, parent: FieldPath): Generator<[FieldPath, LeafField]> {
  for (const [name, field] of Object.entries(section.fields)) {
    const path = [...parent, name];
    if (field.kind === 'section') yield* leavesBelow(field, path);
    else yield [path, field];
  }
}

function* sectionsBelow(section: SectionField, parent: FieldPath): Generator<[FieldPath, SectionField]> {
  for (const [name, field] of Object.entries(section.fields)) {
    if (field.kind !== 'section') continue;
    yield [[...parent, name], field];
    yield* sectionsBelow(field, [...parent, name]);
  }
}

/** Every leaf in the order of the table. */
export const leaves: readonly (readonly [FieldPath, LeafField])[] = [...leavesBelow(scenarioFields, [])];
/** Every section in the order of the table, parents first. */
export const sections: readonly (readonly [FieldPath, SectionField])[] = [...sectionsBelow(scenarioFields, [])];

export function isRange(field: Field): boolean {
  return field.kind === 'section' && Object.keys(field.fields).join() === 'min,max';
}
