import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Returns why a directory could not be made. Node's recursive mkdir says ENOENT for a read-only disk
 * (https://github.com/nodejs/node/issues/47098); a plain one of the first directory that is missing says EROFS.
 * Undefined when that can be made after all.
 */
export async function reasonNotMade(directory: string): Promise<Error | undefined> {
  const path = firstMissing(resolve(directory));
  try {
    await mkdir(path);
    return undefined;
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    return new Error(
      `Journal directory ${JSON.stringify(directory)}: expected a directory that can be made, got ${got}. Choose another directory.`,
      { cause },
    );
  }
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}
