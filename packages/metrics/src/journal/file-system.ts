import { mkdir, open } from 'node:fs/promises';

/** What a journal needs to know of a file. A regular file with `nlink` 0 has been removed while it was open. */
export interface FileStatus {
  readonly size: number;
  readonly nlink: number;
  isFile(): boolean;
}

/** An open file, as far as a journal uses it. Offsets, lengths and positions are in bytes. */
export interface OpenFile {
  stat(): Promise<FileStatus>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>;
  truncate(lengthBytes: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file operations of a journal. `node:fs/promises` satisfies it; tests put slow and failing disks in its place. */
export interface FileSystem {
  mkdir(path: string, options: { readonly recursive: true }): Promise<unknown>;
  /** `flags` are the numeric ones of `open(2)`, from `node:fs` `constants`. */
  open(path: string, flags: number): Promise<OpenFile>;
}

/** The real disk. */
export const nodeFileSystem: FileSystem = { mkdir, open };
