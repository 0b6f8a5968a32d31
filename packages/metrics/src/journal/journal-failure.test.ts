import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { nodeFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import type { OpenFile } from './open-file.ts';
import { Journal } from './journal.ts';

const FILES = ['a.jsonl', 'b.jsonl'] as const;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-failure-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** The real disk, with some operations of one file replaced. */
function diskWith(name: string, replace: (file: OpenFile) => Partial<OpenFile>): FileSystem {
  return {
    ...nodeFileSystem,
    open: async (path, flags) => {
      const file = await nodeFileSystem.open(path, flags);
      return path.endsWith(name) ? Object.assign(file, replace(file)) : file;
    },
  };
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: from the test`), { code });
}

/** Lets `roomBytes` into the file, then answers as `onFull` does. */
function writeUpTo(file: OpenFile, roomBytes: number, onFull: () => { bytesWritten: number }): OpenFile['write'] {
  const write = file.write.bind(file);
  return async (bytes, offset, length, position) => {
    const room = Math.min(length, roomBytes - position);
    return room > 0 ? write(bytes, offset, room, position) : onFull();
  };
}

async function opened(fileSystem: FileSystem): Promise<{ journal: Journal<'a.jsonl' | 'b.jsonl'>; errors: MetricsError[] }> {
  const errors: MetricsError[] = [];
  const journal = await Journal.open(directory, FILES, { fileSystem, onFailure: (error) => errors.push(error) });
  return { journal, errors };
}

function read(file: string): Promise<string> {
  return readFile(join(directory, file), 'utf8');
}

function throwing(code: string): () => never {
  return () => {
    throw fault(code);
  };
}

describe('a journal whose disk fails', () => {
  it.each([
    ['ENOSPC', throwing('ENOSPC')],
    ['EROFS', throwing('EROFS')],
    ['EIO', () => ({ bytesWritten: 0 })],
  ])('cuts the file back to whole records, and drops and counts what follows: %s', async (code, onFull) => {
    const { journal, errors } = await opened(diskWith('a.jsonl', (file) => ({ write: writeUpTo(file, 14, onFull) })));
    for (const line of ['111', '222']) journal.append('a.jsonl', line);
    await journal.flush();
    for (const line of ['"é"', '444', '555']) journal.append('a.jsonl', line);
    journal.append('b.jsonl', '1');
    await journal.flush();
    expect(() => journal.append('a.jsonl', '"€"')).not.toThrow();
    journal.append('b.jsonl', '2');
    await journal.flush();
    await journal.ready();

    expect(await read('a.jsonl')).toBe('111\n222\n"é"\n');
    const { state, failure, files } = journal.statistics();
    expect(state).toBe('failed');
    expect(failure).toEqual({ file: 'a.jsonl', code, message: errors[0]?.message });
    expect(files['a.jsonl']).toMatchObject({ bytesWritten: 13, recordsWritten: 3, bytesDropped: 14, recordsDropped: 3, bytesBuffered: 0 });
    const b = files['b.jsonl'];
    expect([b.recordsWritten + b.recordsDropped, b.bytesWritten + b.bytesDropped]).toEqual([2, 4]);
    expect(await read('b.jsonl')).toBe(b.recordsWritten === 1 ? '1\n' : '');
    await journal.close();
    expect(journal.statistics()).toMatchObject({ state: 'closed', failure });
    expect(errors).toHaveLength(1);
  });

  it('stops the other files at once, so that all end at about the same turn', async () => {
    const fileSystem = diskWith('a.jsonl', () => ({ write: async () => throwing('ENOSPC')() }));
    let onFailure: (error: MetricsError) => void = () => {};
    const failed = new Promise<MetricsError>((resolve) => (onFailure = resolve));
    const journal = await Journal.open(directory, FILES, { fileSystem, flushBytes: 10, flushIntervalMs: 1e9, onFailure });
    journal.append('b.jsonl', '1');
    journal.append('a.jsonl', '"12345678"');
    await failed;
    expect(journal.statistics().files['b.jsonl']).toMatchObject({ recordsWritten: 0, recordsDropped: 1, bytesBuffered: 0 });
    await journal.close();
    expect(await read('b.jsonl')).toBe('');
  });

  it('reports once when all files fail', async () => {
    const fileSystem = diskWith('.jsonl', () => ({ write: async () => throwing('ENOSPC')(), sync: async () => throwing('EIO')() }));
    const { journal, errors } = await opened(fileSystem);
    for (const file of FILES) journal.append(file, '{}');
    await journal.close();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'ENOSPC' } });
    expect(errors[0]?.message).toBe(
      `Journal file "${join(directory, journal.statistics().failure?.file ?? '')}": expected to be written, got ENOSPC: from the test. ` +
        'Free some disk space, or choose a directory on another disk.',
    );
  });

  it('leaves a torn line that cannot be cut off to the next opening', async () => {
    const truncating = { truncate: async () => throwing('EIO')() };
    const { journal } = await opened(diskWith('a.jsonl', (file) => ({ ...truncating, write: writeUpTo(file, 6, throwing('EIO')) })));
    for (const line of ['111', '222']) journal.append('a.jsonl', line);
    await journal.close();
    expect(await read('a.jsonl')).toBe('111\n22');
    expect(journal.statistics().files['a.jsonl']).toMatchObject({ recordsWritten: 1, recordsDropped: 1 });
    const next = await Journal.open(directory, FILES);
    await next.close();
    expect(await read('a.jsonl')).toBe('111\n');
  });

  it('lets a waiting producer go on', async () => {
    const fileSystem = diskWith('a.jsonl', () => ({ write: async () => throwing('ENOSPC')() }));
    const journal = await Journal.open(directory, FILES, { fileSystem, maxBufferedBytes: 1 });
    journal.append('a.jsonl', '{}');
    expect(journal.isFull).toBe(true);
    await journal.ready();
    expect(journal.isFull).toBe(false);
    await journal.close();
  });

  it('is not full, though another file still waits for its write', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const fileSystem = diskWith('.jsonl', (file) => {
      const write = file.write.bind(file);
      return { write: (bytes, ...range) => (bytes.length < 9 ? throwing('ENOSPC')() : gate.then(() => write(bytes, ...range))) };
    });
    let onFailure: (error: MetricsError) => void = () => {};
    const failed = new Promise<MetricsError>((resolve) => (onFailure = resolve));
    const journal = await Journal.open(directory, FILES, { fileSystem, flushBytes: 1, maxBufferedBytes: 1, onFailure });
    journal.append('b.jsonl', '"12345678"');
    journal.append('a.jsonl', '{}');
    await failed;
    expect(journal.isFull).toBe(false);
    await journal.ready();
    expect(journal.statistics()).toMatchObject({ bytesBuffered: 11, files: { 'b.jsonl': { recordsWritten: 0 } } });
    goOn();
    await journal.close();
    expect(await read('b.jsonl')).toBe('"12345678"\n');
  });

  it.each(['sync', 'close'] as const)('counts a fault of %s as a failure', async (operation) => {
    const { journal, errors } = await opened(diskWith('b.jsonl', () => ({ [operation]: async () => throwing('EIO')() })));
    journal.append('b.jsonl', '{}');
    await journal.close();
    expect(journal.statistics().failure).toMatchObject({ file: 'b.jsonl', code: 'EIO' });
    expect(errors).toHaveLength(1);
  });

  it('closes the files it has opened when a later one cannot be opened', async () => {
    const close = vi.fn<() => void>();
    const counting = diskWith('a.jsonl', (file) => {
      const closeFile = file.close.bind(file);
      return { close: () => closeFile().then(close) };
    });
    const fileSystem: FileSystem = {
      ...counting,
      open: (path, flags) => (path.endsWith('b.jsonl') ? Promise.reject(fault('EACCES')) : counting.open(path, flags)),
    };
    await expect(Journal.open(directory, FILES, { fileSystem })).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EACCES' } });
    expect(close).toHaveBeenCalledOnce();
  });

  it.each(['flush', 'close'] as const)('notices at %s that its directory has been removed', async (operation) => {
    const { journal, errors } = await opened(nodeFileSystem);
    journal.append('a.jsonl', '1');
    await journal.flush();
    await rm(directory, { recursive: true });
    if (operation === 'flush') journal.append('a.jsonl', '2');
    await journal[operation]();
    expect(journal.statistics().failure).toMatchObject({ code: 'ENOENT' });
    expect(errors).toHaveLength(1);
    await journal.close();
  });

  it.each([
    ['longer', (path: string) => writeFile(path, 'theirs\n', { flag: 'a' }), '1\ntheirs\n'],
    ['shorter', (path: string) => truncate(path, 0), ''],
  ])('neither writes over nor cuts a file that another process has made %s', async (_, change, content) => {
    const { journal } = await opened(nodeFileSystem);
    journal.append('a.jsonl', '1');
    await journal.flush();
    await change(join(directory, 'a.jsonl'));
    journal.append('a.jsonl', '2');
    await journal.close();
    expect(journal.statistics().failure).toMatchObject({ file: 'a.jsonl', code: 'ESTALE' });
    expect(await read('a.jsonl')).toBe(content);
  });
});
