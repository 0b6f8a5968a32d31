import { PythonParser } from './python-parser.ts';
import type { ParsedFamily } from './python-parser.ts';

/** The parser of the text format in prometheus_client. */
export class PythonTextParser extends PythonParser<ParsedFamily> {
  constructor() {
    super('text', 'text');
  }
}

/** Writes a float64 as 16 hexadecimal digits, NaN always as the same ones. */
export function float64Bits(value: number): string {
  if (Number.isNaN(value)) return '7ff8000000000000';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
