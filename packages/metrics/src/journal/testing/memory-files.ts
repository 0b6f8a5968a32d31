import { Buffer } from 'node:buffer';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { diskFault } from '../journal-errors.ts';
import type { ReadableFile, ReadableFiles, SegmentFiles, SegmentStatus } from '../segment-files.ts';

interface Inode {
  readonly ino: number;
  content: Buffer;
  links: number;
  mtimeMs: number;
}

/** A directory in memory, whose files behave as those of a disk do: what is open stays when its name goes. */
export class MemoryFiles implements ReadableFiles, SegmentFiles {
  readonly names: Map<string, Inode> = new Map();
  /** Called before each operation that is asked for as on a disk, not before those of {@link write} and the like. */
  onOperation: (operation: string, name: string) => void = () => {};
  /** Reads give no more than this, as those of a disk may. */
  maxReadBytes: number = Infinity;
  /** How many files are open. */
  openFiles: number = 0;
  #inodes = 0;
  #changes = 0;

  /** Makes or replaces a file. */
  write(name: string, content: string | Uint8Array): void {
    const inode = { ino: ++this.#inodes, content: Buffer.from(content as string), links: 1, mtimeMs: ++this.#changes };
    this.remove(name);
    this.names.set(name, inode);
  }

  append(name: string, content: string | Uint8Array): void {
    if (!this.names.has(name)) this.write(name, '');
    this.change(name, Buffer.concat([this.content(name), Buffer.from(content as string)]));
  }

  truncate(name: string, length: number): void {
    this.change(name, this.content(name).subarray(0, length));
  }

  change(name: string, content: Buffer): void {
    const inode = this.#inode(name);
    inode.content = content;
    inode.mtimeMs = ++this.#changes;
  }

  content(name: string): Buffer {
    return this.#inode(name).content;
  }

  move(from: string, to: string): void {
    const inode = this.#inode(from);
    this.remove(to);
    this.names.delete(from);
    this.names.set(to, inode);
  }

  remove(name: string): void {
    const inode = this.names.get(name);
    if (inode !== undefined) inode.links -= 1;
    this.names.delete(name);
  }

  async readdir(path: string): Promise<string[]> {
    await this.#begin('readdir', path);
    return [...this.names.keys()];
  }

  async stat(path: string): Promise<SegmentStatus> {
    await this.#begin('stat', path);
    return statusOf(this.#inode(basename(path)));
  }

  async open(path: string): Promise<ReadableFile> {
    await this.#begin('open', path);
    const inode = this.#inode(basename(path));
    this.openFiles += 1;
    return {
      stat: async () => {
        await this.#begin('fstat', path);
        return statusOf(inode);
      },
      read: async (buffer, offset, length, position) => {
        await this.#begin('read', path);
        const block = inode.content.subarray(position, position + Math.min(length, this.maxReadBytes));
        buffer.set(block, offset);
        return { bytesRead: block.length };
      },
      close: async () => {
        this.openFiles -= 1;
      },
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin('rename', to);
    this.move(basename(from), basename(to));
  }

  async unlink(path: string): Promise<void> {
    await this.#begin('unlink', path);
    this.#inode(basename(path));
    this.remove(basename(path));
  }

  /** In two steps, as a disk would be left by a crash in between. */
  async compress(from: string, to: string): Promise<void> {
    await this.#begin('compress', from);
    const { content, mtimeMs } = this.#inode(basename(from));
    const whole = gzipSync(content);
    this.write(basename(to), whole.subarray(0, whole.length / 2));
    await this.#begin('compressed', from);
    this.write(basename(to), whole);
    this.#inode(basename(to)).mtimeMs = mtimeMs;
  }

  async syncDirectory(path: string): Promise<void> {
    await this.#begin('sync', path);
  }

  async #begin(operation: string, path: string): Promise<void> {
    this.onOperation(operation, basename(path));
  }

  #inode(name: string): Inode {
    const inode = this.names.get(name);
    if (inode === undefined) throw diskFault('ENOENT', `no such file or directory, '${name}'`);
    return inode;
  }
}

function statusOf({ ino, content, links, mtimeMs }: Inode): SegmentStatus {
  return { ino, size: content.length, nlink: links, mtimeMs, isFile: () => true };
}
