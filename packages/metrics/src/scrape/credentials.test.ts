import { describe, expect, it } from 'vitest';
import { challengeOf, expectedCredentials, readCredentials } from './credentials.ts';

const SECRET = 'open sesame';

describe('expectedCredentials', () => {
  it.each([
    // The example of RFC 7617, section 2.
    [{ username: 'Aladdin', password: SECRET }, 'basic', 'basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    // The one of section 2.1, in UTF-8.
    [{ username: 'test', password: '123£' }, 'basic', 'basic dGVzdDoxMjPCow=='],
    [{ username: '', password: ':' }, 'basic', 'basic Ojo='],
    [{ token: 'mF_9.B5f-4.1JqM' }, 'bearer', 'bearer mF_9.B5f-4.1JqM'],
  ])('writes %j as a request presents it', (credentials, scheme, text) => {
    expect(expectedCredentials(credentials)).toEqual({ scheme, text });
  });

  it.each<[unknown, string]>([
    [undefined, '{ username, password }, { token }, a list of these, or a function'],
    [SECRET, '{ username, password }, { token }, a list of these, or a function'],
    [{}, 'username to be text without ":" and control characters'],
    [{ username: 'a:b', password: SECRET }, 'username to be text without ":" and control characters'],
    [{ username: 'a\n', password: SECRET }, 'username to be text without ":" and control characters'],
    [{ username: 'a' }, 'password to be text without control characters, and not empty'],
    [{ username: 'a', password: '' }, 'password to be text without control characters, and not empty'],
    [{ username: 'a', password: `${SECRET}\0` }, 'password to be text without control characters, and not empty'],
    [{ token: '' }, 'token to be of visible ASCII characters, at least one'],
    [{ token: SECRET }, 'token to be of visible ASCII characters, at least one'],
    [{ token: 'é' }, 'token to be of visible ASCII characters, at least one'],
    [{ token: 5 }, 'token to be of visible ASCII characters, at least one'],
    [{ token: 'a', username: 'a', password: SECRET }, 'either a token, or a username and a password'],
  ])('refuses %j, and shows none of it', (credentials, expected) => {
    expect(() => expectedCredentials(credentials)).toThrow(
      expect.objectContaining({
        code: 'ERR_EXPORTER',
        message: `Exporter, its auth: expected ${expected}, got something else, which is not shown here.`,
      }),
    );
  });
});

describe('readCredentials', () => {
  it.each([
    ['Basic Ojo=', 'basic Ojo='],
    ['bAsIc   Ojo=  ', 'basic Ojo='],
    ['Bearer a.b', 'bearer a.b'],
    ['Digest x', 'digest x'],
  ])('reads %s', (header, text) => {
    expect(readCredentials(header)).toBe(text);
  });

  it.each([
    undefined,
    null,
    '',
    ' ',
    'Basic',
    'Basic ',
    ' Basic x',
    'Basic x y',
    'Basic\tx',
    'Basic é',
    'B4sic x',
    '=',
    `${' '.repeat(1e6)}x`,
  ])('finds none in %j', (header) => {
    expect(readCredentials(header)).toBeUndefined();
  });

  it('reads a header of any length in no time', () => {
    for (const header of [`Basic${' '.repeat(1e6)}`, `Basic ${'x '.repeat(1e6)}`, 'a'.repeat(1e6)])
      expect(readCredentials(header)).toBeUndefined();
  });
});

describe('challengeOf', () => {
  it('names each scheme once', () => {
    expect(challengeOf(['basic'])).toBe('Basic realm="metrics", charset="UTF-8"');
    expect(challengeOf(['bearer', 'basic', 'bearer'])).toBe('Bearer realm="metrics", Basic realm="metrics", charset="UTF-8"');
  });
});
