/** A whole answer that is no exposition. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Default: text/plain. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_ALLOWED: Answer = { status: 405, body: 'Only GET and HEAD are answered here.\n', headers: { Allow: 'GET, HEAD' } };

export const BUSY: Answer = { status: 503, body: 'Too many scrapes are under way. Ask again later.\n', headers: { 'Retry-After': '1' } };

export const FAILED: Answer = { status: 500, body: 'The metrics could not be collected; the application reports why.\n' };

/** For a client that has left: nobody reads it. */
export const LEFT: Answer = { status: 499, body: '' };

/** Says how to come in, and nothing of why this one did not. */
export function unauthorized(challenge: string): Answer {
  return { status: 401, body: 'This needs authorization.\n', headers: { 'WWW-Authenticate': challenge } };
}

/** Returns the headers of an answer, its length aside. */
export function headersOf({ type, headers }: Answer): Readonly<Record<string, string>> {
  return { 'Content-Type': type ?? 'text/plain; charset=utf-8', ...headers };
}
