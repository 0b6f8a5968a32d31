import type { PlainValue } from '../plain-value.ts';
import type { Answer, Row } from '../query-result.ts';

/** Yields CSV by RFC 4180, with a header. Null is an empty field, an empty text is `""`; what is no single value is JSON. */
export async function* csvTexts(answer: Answer, limit: number): AsyncGenerator<string> {
  yield lineOf(answer.columns);
  for await (const rows of answer.chunks(limit)) yield rows.map(lineOf).join('');
}

/** An empty line would be no row to most readers: a null that is alone in its row is written as an empty text. */
function lineOf(row: Row): string {
  const fields = row.map(fieldOf);
  return `${fields.length === 1 && fields[0] === '' ? '""' : fields.join(',')}\r\n`;
}

function fieldOf(value: PlainValue): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
