/**
 * The kinds of field a scenario is described with. The table of them in `scenario-fields.ts` is the only source of
 * validation, defaults, error messages and the reference page.
 */
import type { Range } from '../domain/parameters.ts';

/** Both ends are allowed. `decimals` is how many a value may have; without it, any number. */
export interface NumberBounds {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly decimals?: 0 | 2;
}

export interface NumberField extends NumberBounds {
  readonly kind: 'number';
  readonly default: number;
  readonly description: string;
}

export interface TextField {
  readonly kind: 'text';
  readonly pattern: RegExp;
  /** The pattern in words, to follow "expected". */
  readonly rule: string;
  /** How to mend a text that breaks the rule: a sentence. */
  readonly recipe: string;
  readonly isRequired: boolean;
  readonly default: string;
  readonly description: string;
}

export interface ChoiceField<Choice extends string = string> {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  readonly default: Choice;
  readonly description: string;
}

export interface FlagField {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly description: string;
}

export interface SectionField<Fields extends FieldTable = FieldTable> {
  readonly kind: 'section';
  readonly fields: Fields;
  readonly description: string;
}

export type LeafField = NumberField | TextField | ChoiceField | FlagField;
export type Field = LeafField | SectionField;
export type FieldTable = Readonly<Record<string, Field>>;
export type RangeField = SectionField<{ readonly min: NumberField; readonly max: NumberField }>;

/** The type of the values a field describes. */
export type ValueOf<F> =
  F extends SectionField<infer Fields>
    ? { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }
    : F extends NumberField
      ? number
      : F extends ChoiceField<infer Choice>
        ? Choice
        : F extends FlagField
          ? boolean
          : string;

/** The dotted paths of the leaves below a section: `companies.count`. */
export type LeafPathOf<F> =
  F extends SectionField<infer Fields>
    ? { [Name in keyof Fields & string]: Fields[Name] extends SectionField ? `${Name}.${LeafPathOf<Fields[Name]>}` : Name }[keyof Fields &
        string]
    : never;

export function number(bounds: NumberBounds, value: number, description: string): NumberField {
  return { kind: 'number', ...bounds, default: value, description };
}

/** Describes a pair `min`, `max` within the same bounds; `min` may not exceed `max`. */
export function range(bounds: NumberBounds, value: Range, description: string): RangeField {
  return section(description, { min: number(bounds, value.min, description), max: number(bounds, value.max, description) });
}

export function choice<const Choice extends string>(
  choices: readonly Choice[],
  value: NoInfer<Choice>,
  description: string,
): ChoiceField<Choice> {
  return { kind: 'choice', choices, default: value, description };
}

export function flag(value: boolean, description: string): FlagField {
  return { kind: 'flag', default: value, description };
}

export function section<Fields extends FieldTable>(description: string, fields: Fields): SectionField<Fields> {
  return { kind: 'section', fields, description };
}
