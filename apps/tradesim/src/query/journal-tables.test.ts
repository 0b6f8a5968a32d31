import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENTS, TRANSACTIONS, TURNS } from './journal-tables.ts';

interface Definition {
  readonly $ref?: string;
  readonly oneOf?: readonly Definition[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

const schema = JSON.parse(readFileSync(new URL('../../../../docs/formats/journal.schema.json', import.meta.url), 'utf8')) as {
  readonly $defs: Readonly<Record<string, Definition>>;
};

function fieldsOf({ $ref, oneOf = [], properties = {} }: Definition): Set<string> {
  const referred = $ref === undefined ? [] : [schema.$defs[$ref.replace('#/$defs/', '')]!];
  return new Set([...Object.keys(properties), ...[...oneOf, ...referred].flatMap((definition) => [...fieldsOf(definition)])]);
}

describe('the columns of a table', () => {
  it.each([
    ['event', EVENTS],
    ['transaction', TRANSACTIONS],
    ['turn', TURNS],
  ])('are the fields of each %s in the schema of the journal', (definition, columns) => {
    expect(Object.keys(columns).toSorted()).toEqual([...fieldsOf(schema.$defs[definition]!)].toSorted());
  });
});
