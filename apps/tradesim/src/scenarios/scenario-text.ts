/** Reads the text of a scenario file. The size is bounded while reading, so that a pipe or a device is bounded too. */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { problemText } from './problem.ts';
import { ScenarioError } from './scenario-error.ts';

export const MAX_FILE_BYTES = 1024 * 1024;

function failed(place: string, rule: string, got: string): (recipe: string) => ScenarioError {
  return (recipe) => new ScenarioError([problemText(place, { path: [], rule, got, recipe })]);
}

function reading(file: string, error: unknown): ScenarioError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EISDIR') return failed(file, 'a file', 'a directory')('Give the path of a file in it.');
  const reason = /^\w+: ([^,]+)/.exec(message)?.[1] ?? message;
  return failed(file, 'a readable file', `${code ?? 'an error'} (${reason})`)(`Check the path and its permissions: ${resolve(file)}.`);
}

/** Reads at most one byte more than allowed. */
function readBytes(file: string): Buffer {
  const buffer = Buffer.alloc(MAX_FILE_BYTES + 1);
  const descriptor = openSync(file, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function firstBadLine(bytes: Buffer): number {
  for (let line = 1, start = 0; ; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end)) || newline === -1) return line;
    start = end + 1;
  }
}

/**
 * Returns the text of a file without a byte order mark.
 * @throws {ScenarioError} when the file cannot be read, is larger than 1 MiB or is not UTF-8.
 */
export function readScenarioText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readBytes(file);
  } catch (error) {
    throw reading(file, error);
  }
  if (bytes.length > MAX_FILE_BYTES)
    throw failed(file, `at most ${MAX_FILE_BYTES} bytes`, 'more')('A scenario needs a few thousand; check the path.');
  if (!isUtf8(bytes)) throw failed(`${file}:${firstBadLine(bytes)}`, 'UTF-8', 'bytes that are not UTF-8')('Save the file as UTF-8.');
  return new TextDecoder().decode(bytes);
}
