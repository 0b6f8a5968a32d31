import { constants } from 'node:fs';
import { PlainSource } from './byte-source.ts';
import { GzipSource } from './gzip-source.ts';
import { LineWindow } from './line-window.ts';
import { nodeReadableFiles } from './segment-files.ts';

const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * Returns the first whole line of a file without its newline; undefined where there is none, or it is no text or longer
 * than 16 MiB.
 * @throws the error of the file system, and {DamagedGzip}
 */
export async function firstLineOf(path: string, isCompressed: boolean): Promise<string | undefined> {
  const file = await nodeReadableFiles.open(path, constants.O_RDONLY);
  const source = isCompressed ? new GzipSource(file, (await file.stat()).size) : new PlainSource(file);
  try {
    const window = new LineWindow(MAX_LINE_BYTES);
    while (!window.take()) {
      const bytes = await source.read(window.room());
      if (bytes === 0) return undefined;
      window.add(bytes);
    }
    return window.isTooLong ? undefined : window.text();
  } finally {
    await source.close();
  }
}
