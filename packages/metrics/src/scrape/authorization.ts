/**
 * Tells who may come in. What a request presents is never compared itself: both sides are signed with a random key of
 * this process, and the runtime compares the signatures in constant time.
 */
import { challengeOf, expectedCredentials, readCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import type { RequestHead } from './scrape-request.ts';

/** Credentials, several of which one is enough, or a function that decides itself. */
export type Authorization<Incoming> = Credentials | readonly Credentials[] | ((request: Incoming) => boolean | Promise<boolean>);

export class Guard<Incoming> {
  /** The value of WWW-Authenticate. */
  readonly challenge: string;
  readonly #admits: (request: Incoming, head: RequestHead) => boolean | Promise<boolean>;

  /** @throws {MetricsError} ERR_EXPORTER for credentials that nobody could present */
  constructor(authorization: Authorization<Incoming>) {
    if (typeof authorization === 'function') {
      this.challenge = challengeOf(['bearer']);
      this.#admits = authorization;
      return;
    }
    const expected = (Array.isArray(authorization) ? (authorization as readonly unknown[]) : [authorization]).map(expectedCredentials);
    if (expected.length === 0) expectedCredentials(undefined);
    const known = new SignedTexts(expected.map(({ text }) => text));
    this.challenge = challengeOf(expected.map(({ scheme }) => scheme));
    this.#admits = (_, head) => known.has(readCredentials(head.header('authorization')));
  }

  /** Rejects with what the application's function throws, and then nobody may come in. */
  async admits(request: Incoming, head: RequestHead): Promise<boolean> {
    const admitted: unknown = await this.#admits(request, head);
    return admitted === true;
  }
}

class SignedTexts {
  readonly #texts: readonly string[];
  #signed: ReturnType<typeof sign> | undefined;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  /** Compares with every text, so that the time does not tell which it is. */
  async has(text: string | undefined): Promise<boolean> {
    if (text === undefined) return false;
    // Not before the first request, since some runtimes have no randomness while a program loads.
    const { key, signatures } = await (this.#signed ??= sign(this.#texts));
    const bytes = new TextEncoder().encode(text);
    const equal = await Promise.all(signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, bytes)));
    return equal.includes(true);
  }
}

async function sign(texts: readonly string[]) {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  return { key, signatures: await Promise.all(texts.map((text) => crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))) };
}
