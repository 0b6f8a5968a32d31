/** The valibot schema of the fields. Unknown fields are found in `validate-fields.ts`: valibot reports only the first one per object. */
import * as v from 'valibot';
import type { Field, FieldTable, LeafField, NumberField, SectionField, TextField } from './field.ts';

type Schema = v.GenericSchema<unknown, unknown>;

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The nearest number with that many decimals; for 2 decimals and up to 10^13, exactly the number people write. */
export function rounded(value: number, decimals: 0 | 2): number {
  const scale = decimals === 2 ? 100 : 1;
  return Math.round(value * scale) / scale;
}

function numberSchema({ min, max, decimals }: NumberField): Schema {
  return v.pipe(
    v.number(),
    v.minValue(min),
    v.maxValue(max),
    v.check((value) => decimals === undefined || rounded(value, decimals) === value),
    // JSON has no -0, and the effective scenario must survive it.
    v.transform((value) => value + 0),
  );
}

function textSchema({ pattern }: TextField): Schema {
  return v.pipe(v.string(), v.regex(pattern));
}

export function leafSchema(field: LeafField): Schema {
  switch (field.kind) {
    case 'number':
      return numberSchema(field);
    case 'text':
      return textSchema(field);
    case 'choice':
      return v.picklist(field.choices);
    case 'flag':
      return v.boolean();
  }
}

function isRequired(field: Field): boolean {
  return field.kind === 'text' && field.isRequired;
}

function entriesOf(fields: FieldTable): Record<string, Schema> {
  const entries = Object.entries(fields).map(([name, field]): [string, Schema] => {
    const schema = field.kind === 'section' ? sectionSchema(field) : leafSchema(field);
    return [name, isRequired(field) ? schema : v.optional(schema)];
  });
  return Object.fromEntries(entries);
}

/** Accepts a mapping with any of the section's fields; a list is not a mapping. */
export function sectionSchema({ fields }: SectionField): Schema {
  return v.pipe(v.custom<Readonly<Record<string, unknown>>>(isMapping), v.object(entriesOf(fields)));
}
