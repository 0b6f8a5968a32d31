import { mkdir, open } from 'node:fs/promises';
import type { OpenFile } from './open-file.ts';
import { nodeSegmentFiles } from './segment-files.ts';
import type { SegmentFiles } from './segment-files.ts';

/** The file operations of a journal. Tests put slow and failing disks in the place of `nodeFileSystem`. */
export interface FileSystem extends SegmentFiles {
  /** Creates a directory and those it is in, unless they are there. */
  mkdir(path: string, options: { readonly recursive: true }): Promise<unknown>;
  /** `flags` are the numeric ones of `open(2)`, from `node:fs` `constants`. */
  open(path: string, flags: number): Promise<OpenFile>;
}

/**
 * The real disk.
 * @example
 * const slow = { ...nodeFileSystem, rename: async (from: string, to: string) => nodeFileSystem.rename(from, to) };
 * const journal = await Journal.open('logs', ['sales.jsonl'], { fileSystem: slow });
 * await journal.close();
 */
export const nodeFileSystem: FileSystem = { ...nodeSegmentFiles, mkdir, open };
