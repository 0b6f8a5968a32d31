/** What a journal needs to know of a file. A regular file with `nlink` 0 has been removed while it was open. */
export interface FileStatus {
  /** Length in bytes. */
  readonly size: number;
  /** How many names the file has. */
  readonly nlink: number;
  /** When it was made, in milliseconds since 1970; 0 or absent where that is not known. */
  readonly birthtimeMs?: number;
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
