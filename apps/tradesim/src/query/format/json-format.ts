import type { Answer, Row } from '../query-result.ts';

/** Yields one JSON array, with an object per row on a line of its own. */
export async function* jsonTexts(answer: Answer, limit: number): AsyncGenerator<string> {
  // An object would put names like 2 and 10 before the others, whatever the order of the columns.
  const names = answer.columns.map((name) => `${JSON.stringify(name)}:`);
  const objectOf = (row: Row): string => `{${row.map((value, column) => names[column]! + JSON.stringify(value)).join(',')}}`;
  let before = '[\n';
  for await (const rows of answer.chunks(limit)) {
    yield before + rows.map(objectOf).join(',\n');
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n' : '[]\n';
}
