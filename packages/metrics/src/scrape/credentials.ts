import { MetricsError } from '../model/errors.ts';

/** Who may come in: a name and a password (RFC 7617), or a token (RFC 6750). */
export type Credentials = { readonly username: string; readonly password: string } | { readonly token: string };

export interface ExpectedCredentials {
  readonly scheme: 'basic' | 'bearer';
  /** As `readCredentials` returns them for who presents these. */
  readonly text: string;
}

const VISIBLE_ASCII = /^[\u0021-\u007e]+$/;
// oxlint-disable-next-line no-control-regex -- these are what it refuses
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
const AUTHORIZATION = /^([a-z]+) +([\u0021-\u007e]+) *$/i;

/**
 * Checks credentials and returns them as a request presents them. No message shows any of them.
 * @throws {MetricsError} ERR_EXPORTER
 */
export function expectedCredentials(credentials: unknown): ExpectedCredentials {
  if (typeof credentials !== 'object' || credentials === null)
    throw wrong('{ username, password }, { token }, a list of these, or a function');
  const { username, password, token }: { username?: unknown; password?: unknown; token?: unknown } = credentials;
  if (token !== undefined) {
    if (username !== undefined || password !== undefined) throw wrong('either a token, or a username and a password');
    if (typeof token !== 'string' || !VISIBLE_ASCII.test(token)) throw wrong('token to be of visible ASCII characters, at least one');
    return { scheme: 'bearer', text: `bearer ${token}` };
  }
  if (!isText(username) || username.includes(':')) throw wrong('username to be text without ":" and control characters');
  if (!isText(password) || password === '') throw wrong('password to be text without control characters, and not empty');
  return { scheme: 'basic', text: `basic ${base64(`${username}:${password}`)}` };
}

/** Returns the credentials of an Authorization header in the one way of writing them that is compared; undefined when malformed. */
export function readCredentials(header: string | null | undefined): string | undefined {
  const [, scheme, credentials] = AUTHORIZATION.exec(header ?? '') ?? [];
  return scheme === undefined ? undefined : `${scheme.toLowerCase()} ${credentials}`;
}

/** Returns what a 401 says about how to come in (RFC 9110, section 11.6.1). */
export function challengeOf(schemes: readonly ExpectedCredentials['scheme'][]): string {
  const challenges = { basic: 'Basic realm="metrics", charset="UTF-8"', bearer: 'Bearer realm="metrics"' };
  return [...new Set(schemes)].map((scheme) => challenges[scheme]).join(', ');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !CONTROL_CHARACTER.test(value);
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join(''));
}

function wrong(expected: string): MetricsError {
  return new MetricsError('ERR_EXPORTER', `Exporter, its auth: expected ${expected}, got something else, which is not shown here.`);
}
