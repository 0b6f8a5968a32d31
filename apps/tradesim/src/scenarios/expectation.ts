/** What a field expects, in words, and how to mend a value that it refuses. */
import type { Field, LeafField, NumberField } from './field.ts';
import type { FieldPath } from './field-paths.ts';
import type { Problem } from './problem.ts';
import { valueText } from './problem.ts';
import { rounded } from './schema.ts';

/** The rule of a field, to follow "expected". */
export function ruleOf(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `${field.decimals === 0 ? 'a whole number' : 'a number'} ${boundsText(field)} (${field.unit})`;
    case 'text':
      return field.rule;
    case 'choice':
      return `one of ${field.choices.join(', ')}`;
    case 'flag':
      return 'true or false';
    case 'section':
      return `a mapping with fields such as ${Object.keys(field.fields)[0]}`;
  }
}

function boundsText({ min, max, decimals }: NumberField): string {
  return `from ${min} to ${max}${decimals === 2 ? ' with at most two decimals' : ''}`;
}

function recipeOf(field: Field, value: unknown): string {
  if (field.kind === 'section') return sectionRecipe(field.fields, value);
  if (value === undefined || value === null) return missingRecipe(field);
  if (field.kind === 'number') return numberRecipe(field, value);
  if (field.kind === 'text') return typeof value === 'string' ? field.recipe : 'Write a text; put it in quotes if it looks like a number.';
  return `Choose one of them, without quotes; the default is ${field.default}.`;
}

function sectionRecipe(fields: Readonly<Record<string, Field>>, value: unknown): string {
  const mend = value === null ? 'Write its fields, indented, or remove the line' : 'Write its fields, indented';
  return `${mend}: ${Object.keys(fields).join(', ')}.`;
}

function missingRecipe(field: LeafField): string {
  return field.kind === 'text' ? field.recipe : `Write a value; the default is ${field.default}.`;
}

function numberRecipe(field: NumberField, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return `Remove the quotes: ${value.trim()}.`;
  if (typeof value !== 'number') return `Write a plain number; the default is ${field.default}.`;
  const isWithin = value >= field.min && value <= field.max;
  if (isWithin && field.decimals !== undefined) return `Round it, for example to ${Math.max(field.min, rounded(value, field.decimals))}.`;
  return `Choose a value in this range; the default is ${field.default}.`;
}

/** The problem of a known field whose value is refused. */
export function refusal(path: FieldPath, field: Field, value: unknown): Problem {
  return { path, rule: ruleOf(field), got: valueText(value), recipe: recipeOf(field, value) };
}
