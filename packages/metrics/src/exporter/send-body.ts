/**
 * Sends a body chunk by chunk: never as one string, never faster than the client reads, and never for long without
 * letting the event loop go round. Chunks are memory that is used again once the socket has let go of it.
 */
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { ByteBuffer } from '../exposition/byte-buffer.ts';
import type { BodySource } from '../scrape/body-source.ts';
import { isRoundSpent, nextRound } from '../scrape/loop-budget.ts';

/** Large enough to keep the number of writes small, small enough to stay in the cache of the processor. */
const CHUNK_BYTES = 512 * 1024;
/** Chunks that are kept for the next body; new memory costs more than what is written into it. */
const MAX_FREE_CHUNKS = 4;

const freeChunks: ByteBuffer[] = [];

export interface SendOptions {
  /** How long a client may take to read one chunk before its connection is ended. */
  readonly idleTimeoutMs: number;
  /** Compresses the body on its way; whatever it is, its own work is done on other threads. Default: none. */
  readonly through?: Writable & NodeJS.ReadableStream;
}

/**
 * Sends the headers and then the body. One that fits into one chunk is sent with its length. Resolves when the last byte
 * has left this process, or the client has gone, with whether it was the former.
 * @throws whatever making the body throws; before the first byte nothing has been sent then, after it the connection is ended
 */
export async function sendBody(
  response: ServerResponse,
  source: BodySource,
  headers: Readonly<Record<string, string>>,
  options: SendOptions,
): Promise<boolean> {
  const body = new Body(response, headers, options);
  try {
    while (source.appendNext(body.chunk)) {
      if (response.destroyed) return false;
      if (body.chunk.length >= CHUNK_BYTES) await body.writeChunk();
      if (isRoundSpent()) await nextRound();
    }
    return await body.end();
  } catch (error) {
    if (response.headersSent) response.destroy();
    throw error;
  }
}

class Body {
  /** What is being filled. */
  chunk: ByteBuffer = takeChunk();
  readonly #response: ServerResponse;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #options: SendOptions;

  constructor(response: ServerResponse, headers: Readonly<Record<string, string>>, options: SendOptions) {
    this.#response = response;
    this.#headers = headers;
    this.#options = options;
    options.through?.once('error', () => response.destroy());
    response.once('close', () => void options.through?.destroy());
  }

  /** Hands a full chunk over, and waits where the client does not read as fast. */
  async writeChunk(): Promise<void> {
    const { chunk } = this;
    this.chunk = takeChunk();
    this.#begin({});
    const target = this.#options.through ?? this.#response;
    if (!target.write(chunk.view(), () => giveBack(chunk))) await this.#until('drain', target);
  }

  /** Resolves with whether the last byte has left this process. */
  async end(): Promise<boolean> {
    const { chunk } = this;
    const { through } = this.#options;
    this.#begin(through === undefined ? { 'Content-Length': String(chunk.length) } : {});
    const finished = this.#until('finish', this.#response);
    (through ?? this.#response).end(chunk.view(), () => giveBack(chunk));
    return (await finished) && !this.#response.req.socket.destroyed;
  }

  #begin(length: Readonly<Record<string, string>>): void {
    if (this.#response.headersSent) return;
    this.#response.writeHead(200, { ...this.#headers, ...length });
    this.#options.through?.pipe(this.#response);
  }

  /** Resolves with true when the client has read on, with false when it has gone; one that does neither for too long is let go. */
  #until(event: 'drain' | 'finish', target: Writable): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (hasReadOn: boolean): void => {
        clearTimeout(timer);
        target.off(event, readOn);
        this.#response.off('close', gone);
        resolve(hasReadOn);
      };
      const readOn = (): void => settle(true);
      const gone = (): void => settle(false);
      const timer = setTimeout(() => {
        gone();
        this.#response.destroy();
      }, this.#options.idleTimeoutMs);
      timer.unref();
      target.once(event, readOn);
      this.#response.once('close', gone);
      if (this.#response.destroyed) gone();
    });
  }
}

function takeChunk(): ByteBuffer {
  const chunk = freeChunks.pop() ?? new ByteBuffer(CHUNK_BYTES + CHUNK_BYTES / 2);
  chunk.length = 0;
  return chunk;
}

/** What has grown for a long line is not kept. */
function giveBack(chunk: ByteBuffer): void {
  if (freeChunks.length < MAX_FREE_CHUNKS && chunk.bytes.length < 2 * CHUNK_BYTES) freeChunks.push(chunk);
}
