import type { Answer, Row } from '../query-result.ts';
import type { PlainValue } from '../plain-value.ts';

/** Longer cells are cut, so that one JSON column does not spread each row over the screen. */
const MAX_CELL_CHARACTERS = 60;
const SEPARATOR = '  ';
const ESCAPES: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };
const CHARACTERS = new Intl.Segmenter('en');

/** Yields a table for people: a header, aligned columns, numbers to the right. */
export async function* tableTexts(answer: Answer, limit: number): AsyncGenerator<string> {
  const rows: Row[] = [];
  for await (const chunk of answer.chunks(limit)) rows.push(...chunk);
  const columns = answer.columns.map((name, column) =>
    columnTexts(
      name,
      rows.map((row) => row[column]!),
    ),
  );
  for (let line = 0; line <= rows.length + 1; line += 1) {
    yield `${columns
      .map((texts) => texts[line]!)
      .join(SEPARATOR)
      .trimEnd()}\n`;
  }
}

function columnTexts(name: string, values: readonly PlainValue[]): string[] {
  const texts = [cellOf(name), ...values.map(cellOf)];
  const width = Math.max(...texts.map(lengthOf));
  const isNumeric =
    values.some((value) => typeof value === 'number') && values.every((value) => value === null || typeof value === 'number');
  const aligned = texts.map((text) => {
    const blanks = ' '.repeat(width - lengthOf(text));
    return isNumeric ? blanks + text : text + blanks;
  });
  return [aligned[0]!, '-'.repeat(width), ...aligned.slice(1)];
}

function cellOf(value: PlainValue): string {
  const text = escaped(typeof value === 'string' ? value : JSON.stringify(value));
  const characters = charactersOf(text);
  return characters.length > MAX_CELL_CHARACTERS ? `${characters.slice(0, MAX_CELL_CHARACTERS - 1).join('')}…` : text;
}

/** A line break would break the table, and other control characters may do anything to a terminal. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function charactersOf(text: string): string[] {
  return Array.from(CHARACTERS.segment(text), ({ segment }) => segment);
}

function lengthOf(text: string): number {
  return charactersOf(text).length;
}
