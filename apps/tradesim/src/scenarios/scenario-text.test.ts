import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScenarioError } from './scenario-error.ts';
import { MAX_FILE_BYTES, readScenarioText } from './scenario-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'scenario-text-'));
afterAll(() => rmSync(directory, { recursive: true }));

function written(bytes: string | Uint8Array): string {
  const file = join(directory, 'm.yaml');
  writeFileSync(file, bytes);
  return file;
}

function problemOf(file: string): string {
  try {
    readScenarioText(file);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
  }
  return 'none';
}

describe('the text of a scenario file', () => {
  it('is refused when the file does not exist', () => {
    const file = join(directory, 'none.yaml');
    expect(problemOf(file)).toBe(
      `${file}: expected a readable file, got ENOENT (no such file or directory). Check the path and its permissions: ${file}.`,
    );
  });

  it('is refused when the file cannot be read', () => {
    const file = join(directory, 'loop.yaml');
    symlinkSync(file, file);
    expect(problemOf(file)).toBe(
      `${file}: expected a readable file, got ELOOP (too many symbolic links encountered). Check the path and its permissions: ${file}.`,
    );
  });

  it('is refused when the path cannot be one', () => {
    expect(problemOf('a\0.yaml')).toMatch(/^a\0\.yaml: expected a readable file, got ERR_INVALID_ARG_VALUE /);
  });

  it('is refused when the path is a directory', () => {
    expect(problemOf(directory)).toBe(`${directory}: expected a file, got a directory. Give the path of a file in it.`);
  });

  it('is read up to 1 MiB, and refused above', () => {
    expect(readScenarioText(written('#'.repeat(MAX_FILE_BYTES)))).toHaveLength(MAX_FILE_BYTES);
    const file = written('#'.repeat(MAX_FILE_BYTES + 1));
    expect(problemOf(file)).toBe(`${file}: expected at most 1048576 bytes, got more. A scenario needs a few thousand; check the path.`);
  });

  it('is bounded for a device without end', (context) => {
    if (process.platform === 'win32') context.skip('there is no /dev/zero on Windows');
    expect(problemOf('/dev/zero')).toBe(
      '/dev/zero: expected at most 1048576 bytes, got more. A scenario needs a few thousand; check the path.',
    );
  });

  it.each([
    ['Latin-1', Uint8Array.of(0x61, 0x0a, 0x62, 0xe9, 0x0a, 0x63), 2],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 1],
    ['a character cut at the end', Uint8Array.of(0x61, 0x0a, 0x0a, 0xc3), 3],
  ])('is refused in %s', (_encoding, bytes, line) => {
    const file = written(bytes);
    expect(problemOf(file)).toBe(`${file}:${line}: expected UTF-8, got bytes that are not UTF-8. Save the file as UTF-8.`);
  });
});
