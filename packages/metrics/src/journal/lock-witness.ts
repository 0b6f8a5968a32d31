/**
 * A socket beside a lock, which whoever holds it listens on. It can be reached from other containers of the same machine,
 * which do not see the process, and nobody answers any more when the process has ended, however it did.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { faultCode } from './journal-errors.ts';

/** Listens on a new socket in `directory`; undefined where that cannot be done. Does not keep the process alive. */
export async function listenBeside(directory: string, name: string): Promise<Server | undefined> {
  return onShortPath(directory, name, (path) => {
    const server = createServer((socket) => socket.destroy()).unref();
    return new Promise<Server | undefined>((resolve) => {
      server.on('error', () => resolve(undefined));
      server.listen(path, () => resolve(server));
    });
  });
}

/** Whether somebody listens on a socket; undefined when that cannot be found out. */
export async function isAnswered(directory: string, name: string): Promise<boolean | undefined> {
  return onShortPath(directory, name, (path) => {
    const socket = connect(path);
    const answer = new Promise<boolean | undefined>((resolve) => {
      socket.on('connect', () => resolve(true));
      socket.on('error', (fault) => resolve(answerOf(faultCode(fault))));
    });
    return answer.finally(() => socket.destroy());
  });
}

function answerOf(code: string): boolean | undefined {
  // The queue of somebody who listens is full.
  if (code === 'EAGAIN') return true;
  return code === 'ECONNREFUSED' ? false : undefined;
}

/** The path of a socket has at most 107 bytes, which is less than that of a directory may have. */
async function onShortPath<T>(directory: string, name: string, use: (path: string) => Promise<T>): Promise<T | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
    return await use(`/proc/self/fd/${handle.fd}/${name}`);
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}
