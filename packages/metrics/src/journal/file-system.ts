import { mkdir, open } from 'node:fs/promises';

/** What a journal needs to know of a file. A regular file with `nlink` 0 has been removed while it was open. */
export interface FileStatus {
  /** Length in bytes. */
  readonly size: number;
  /** How many names the file has. */
  readonly nlink: number;
  /** Whether it is a regular file. */
  isFile(): boolean;
}

/** An open file, as far as a journal uses it. Offsets, lengths and positions are in bytes. */
export interface OpenFile {
  /** Tells the status of this moment. */
  stat(): Promise<FileStatus>;
  /** Reads at most `length` bytes from `position` on into `buffer`, at `offset`; 0 at the end of the file. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  /** Writes at most `length` bytes of `bytes`, from `offset` on, at `position`, and tells how many. */
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>;
  /** Cuts the file off. */
  truncate(lengthBytes: number): Promise<void>;
  /** Brings what was written to the disk. */
  sync(): Promise<void>;
  /** Closes the file; nothing else is called on it afterwards. */
  close(): Promise<void>;
}

/** The file operations of a journal. `node:fs/promises` satisfies it; tests put slow and failing disks in its place. */
export interface FileSystem {
  /** Creates a directory and those it is in, unless they are there. */
  mkdir(path: string, options: { readonly recursive: true }): Promise<unknown>;
  /** `flags` are the numeric ones of `open(2)`, from `node:fs` `constants`. */
  open(path: string, flags: number): Promise<OpenFile>;
}

/** The real disk. */
export const nodeFileSystem: FileSystem = { mkdir, open };
