import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { JournalFile } from './journal-file.ts';

export interface CorruptLine {
  /** Counts from 1. */
  readonly line: number;
  readonly problem: string;
}

const LINE_BREAK = 0x0a;
const EXCERPT_LENGTH = 60;

/**
 * Returns the first line of the whole part of a file that is no JSON object, or where a compressed file breaks off.
 * Undefined when there is none. Reads the file up to there; needed only to say where a query has failed.
 */
export async function firstCorruptLine(file: JournalFile): Promise<CorruptLine | undefined> {
  let line = 0;
  try {
    for await (const bytes of linesOf(file)) {
      line += 1;
      const problem = problemOf(bytes);
      if (problem !== undefined) return { line, problem };
    }
    return undefined;
  } catch (error) {
    return { line: line + 1, problem: `the file cannot be read on (${error instanceof Error ? error.message : String(error)})` };
  }
}

async function* linesOf({ path, wholeBytes }: JournalFile): AsyncGenerator<Buffer> {
  if (wholeBytes === 0) return;
  let rest: Buffer[] = [];
  for await (const chunk of bytesOf(path, wholeBytes)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield last;
}

function bytesOf(path: string, wholeBytes: number): AsyncIterable<Buffer> {
  if (!path.endsWith('.gz')) return createReadStream(path, { end: wholeBytes - 1 });
  const source = createReadStream(path);
  const text = createGunzip();
  source.on('error', (error) => text.destroy(error));
  return source.pipe(text);
}

function problemOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const record: unknown = JSON.parse(text);
    if (typeof record === 'object' && record !== null && !Array.isArray(record)) return undefined;
  } catch {
    // The excerpt below says more than a parser's message.
  }
  return `expected a JSON object, got ${excerptOf(bytes)}`;
}

function excerptOf(bytes: Buffer): string {
  const text = bytes.toString();
  return JSON.stringify(text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text);
}
