/**
 * What the records of one kind look like: the fields in their order, and where the value of each comes from. A journal
 * takes many records of a shape as columns of numbers, and writes their lines itself.
 */
import { MetricsError, quoted } from '../model/errors.ts';

/** A field whose value is found for each record. */
export interface ColumnField {
  /** The column that holds the values. Default: the name of the field. */
  readonly column?: string;
}

/** A field that counts on: the first value is given with the records, and each further one is 1 more. */
export interface SequenceField {
  /** Which kind of field it is. */
  readonly type: 'sequence';
}

/** A field with one number for all records that are appended together. */
export interface ConstantField {
  /** Which kind of field it is. */
  readonly type: 'constant';
}

/** A field that is the same in every record of the shape. */
export interface LiteralField {
  /** Which kind of field it is. */
  readonly type: 'literal';
  /** What is written. */
  readonly value: string | number | boolean | null;
}

/** A field with a number for each record; what is not finite becomes null. */
export interface NumberField extends ColumnField {
  /** Which kind of field it is. */
  readonly type: 'number';
  /** A number that stands for none and becomes null, such as -1. Default: none does. */
  readonly none?: number;
}

/** A field whose column holds positions in a list of values. */
export interface ChoiceField extends ColumnField {
  /** Which kind of field it is. */
  readonly type: 'choice';
  /** What is written for each position. */
  readonly values: readonly (string | number | boolean | null)[];
  /** The position of the first value. Default: 0. */
  readonly from?: number;
}

/** An object with fields of its own. */
export interface ObjectField {
  /** Which kind of field it is. */
  readonly type: 'object';
  /** The fields, in their order. */
  readonly fields: RecordFields;
}

/** One field of a record. */
export type RecordField = SequenceField | ConstantField | LiteralField | NumberField | ChoiceField | ObjectField;

/** The fields of a record by name, in their order. */
export interface RecordFields {
  /** What is written under this name. */
  readonly [name: string]: RecordField;
}

/** A field as it is written: what stands before it, and where its value comes from. */
export interface WrittenField {
  /** Text between the value before and this one, such as `,"turn":`. */
  readonly before: string;
  readonly type: Exclude<RecordField['type'], 'object' | 'literal'>;
  /** Position of its constant, or of its column; -1 for a sequence. */
  readonly input: number;
  readonly none: number | undefined;
  /** JSON text of each choice. */
  readonly choices: readonly string[];
  /** The position of the first choice. */
  readonly from: number;
}

/**
 * The shape of the records of one kind.
 * @example
 * const sale = new RecordShape({
 *   seq: { type: 'sequence' },
 *   turn: { type: 'constant' },
 *   product: { type: 'choice', values: ['bread', 'milk'] },
 *   cents: { type: 'number' },
 * });
 * sale.columns // => ['product', 'cents']
 */
export class RecordShape {
  /** Names of the columns, in the order of the fields; each once. */
  readonly columns: readonly string[];
  /** Names of the constants, in the order of the fields. */
  readonly constants: readonly string[];
  /** How the fields are written. */
  readonly fields: readonly WrittenField[];
  /** Text behind the last value. */
  readonly after: string;

  /** @throws {MetricsError} ERR_JOURNAL for fields that cannot be written */
  constructor(fields: RecordFields) {
    const written: WrittenField[] = [];
    const inputs = { columns: [] as string[], constants: [] as string[] };
    this.after = flatten(fields, { text: '{' }, { written, inputs });
    this.fields = written;
    this.columns = inputs.columns;
    this.constants = inputs.constants;
  }
}

interface Flattened {
  readonly written: WrittenField[];
  readonly inputs: { readonly columns: string[]; readonly constants: string[] };
}

/** Returns the text behind the last value. */
function flatten(fields: RecordFields, before: { text: string }, flattened: Flattened): string {
  let separator = '';
  for (const [name, field] of Object.entries(fields)) {
    before.text += `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    if (field.type === 'object') before.text = flatten(field.fields, { text: `${before.text}{` }, flattened);
    else if (field.type === 'literal') before.text += JSON.stringify(field.value);
    else {
      flattened.written.push(writtenField(name, field, before.text, flattened.inputs));
      before.text = '';
    }
  }
  return `${before.text}}`;
}

function writtenField(
  name: string,
  field: Exclude<RecordField, ObjectField | LiteralField>,
  before: string,
  inputs: Flattened['inputs'],
): WrittenField {
  const choices = field.type === 'choice' ? field.values.map((value) => JSON.stringify(value)) : [];
  return {
    before,
    type: field.type,
    input: inputOf(name, field, inputs),
    none: field.type === 'number' ? field.none : undefined,
    choices,
    from: field.type === 'choice' ? (field.from ?? 0) : 0,
  };
}

function inputOf(
  name: string,
  field: Exclude<RecordField, ObjectField | LiteralField>,
  { columns, constants }: Flattened['inputs'],
): number {
  switch (field.type) {
    case 'sequence':
      return -1;
    case 'constant':
      return constants.push(name) - 1;
    case 'number':
    case 'choice': {
      const column = field.column ?? name;
      const known = columns.indexOf(column);
      return known === -1 ? columns.push(column) - 1 : known;
    }
    default:
      throw new MetricsError(
        'ERR_JOURNAL',
        `Record shape, field ${quoted(name)}: expected the type sequence, constant, literal, number, choice or object, got ${quoted((field as { type: unknown }).type)}.`,
      );
  }
}
