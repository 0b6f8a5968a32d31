/**
 * Sends a body piece by piece: never as one string, never faster than the client reads, and never for long without
 * letting the event loop go round. Pieces are copied into chunks, because the memory they lie in is written again by
 * the next scrape while a socket may still hold it.
 */
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { isRoundSpent, nextRound } from '../scrape/loop-budget.ts';

/** Large enough to keep the number of writes small, small enough to be reused. */
const CHUNK_BYTES = 256 * 1024;

export interface SendOptions {
  /** How long a client may take to read one chunk before its connection is ended. */
  readonly idleTimeoutMs: number;
  /** Compresses the body on its way; whatever it is, its own work is done on other threads. Default: none. */
  readonly through?: Writable & NodeJS.ReadableStream;
}

/**
 * Sends the headers and then `pieces`, each of which is valid until the next is asked for. A body that fits into one
 * chunk is sent with its length. Resolves when the last byte has left this process, or the client has gone, with whether
 * it was the former.
 * @throws whatever making a piece throws; before the first byte nothing has been sent then, after it the connection is ended
 */
export async function sendPieces(
  response: ServerResponse,
  pieces: Iterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  options: SendOptions,
): Promise<boolean> {
  const body = new Body(response, headers, options);
  try {
    for (const piece of pieces) {
      if (response.destroyed) return false;
      await body.add(piece);
    }
    return await body.end();
  } catch (error) {
    if (response.headersSent) response.destroy();
    throw error;
  }
}

class Body {
  readonly #response: ServerResponse;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #options: SendOptions;
  #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #length = 0;

  constructor(response: ServerResponse, headers: Readonly<Record<string, string>>, options: SendOptions) {
    this.#response = response;
    this.#headers = headers;
    this.#options = options;
    options.through?.once('error', () => response.destroy());
    response.once('close', () => void options.through?.destroy());
  }

  /** Takes a piece at once; what it waits for, it waits for afterwards. */
  async add(piece: Uint8Array): Promise<void> {
    const full = this.#length + piece.length > this.#chunk.length ? this.#takeChunk(piece.length) : undefined;
    this.#chunk.set(piece, this.#length);
    this.#length += piece.length;
    if (full !== undefined) await this.#write(full);
    if (isRoundSpent()) await nextRound();
  }

  /** Resolves with whether the last byte has left this process. */
  async end(): Promise<boolean> {
    const last = this.#chunk.subarray(0, this.#length);
    const { through } = this.#options;
    this.#begin(through === undefined ? { 'Content-Length': String(last.length) } : {});
    const finished = this.#until('finish', this.#response);
    (through ?? this.#response).end(last);
    return (await finished) && !this.#response.req.socket.destroyed;
  }

  #takeChunk(atLeast: number): Buffer {
    const full = this.#chunk.subarray(0, this.#length);
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, atLeast));
    this.#length = 0;
    return full;
  }

  #begin(length: Readonly<Record<string, string>>): void {
    if (this.#response.headersSent) return;
    this.#response.writeHead(200, { ...this.#headers, ...length });
    this.#options.through?.pipe(this.#response);
  }

  async #write(chunk: Buffer): Promise<void> {
    this.#begin({});
    const target = this.#options.through ?? this.#response;
    if (!target.write(chunk)) await this.#until('drain', target);
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
