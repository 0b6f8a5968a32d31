import type { Writable } from 'node:stream';

/** Writes texts one after the other, as fast as they are taken. When the reader goes away, as `head` does, writing ends quietly. */
export async function writeAll(output: Writable, texts: AsyncIterable<string>): Promise<void> {
  // The write that failed tells it itself; the event comes too, perhaps later, and would end the process without a listener.
  output.on('error', () => {});
  try {
    for await (const each of texts) await write(output, each);
  } catch (error) {
    if (!isBrokenPipe(error)) throw error;
  }
}

function write(output: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => (error instanceof Error ? reject(error) : resolve()));
  });
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
