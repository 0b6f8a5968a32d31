import { describe, expect, it, vi } from 'vitest';
import { Guard } from './authorization.ts';
import type { Authorization } from './authorization.ts';

const REQUEST = { from: 'somebody' };
const ALADDIN = { username: 'Aladdin', password: 'open sesame' };

function admits(guard: Guard<typeof REQUEST>, authorization: string | undefined): Promise<boolean> {
  return guard.admits(REQUEST, { method: 'GET', url: '/', header: (name) => (name === 'authorization' ? authorization : undefined) });
}

describe('Guard', () => {
  it.each<[string, Authorization<unknown>, readonly [string | undefined, boolean][]]>([
    [
      'a name and a password',
      ALADDIN,
      [
        ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', true],
        ['basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', true],
        ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=', false],
        ['Basic qWxhZGRpbjpvcGVuIHNlc2FtZQ==', false],
        ['Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==', false],
        [undefined, false],
      ],
    ],
    [
      'a token',
      { token: 'abc' },
      [
        ['Bearer abc', true],
        ['Bearer abcd', false],
        ['Bearer ab', false],
        ['Bearer ABC', false],
        ['Basic abc', false],
        ['', false],
      ],
    ],
    [
      'any of a list',
      [{ token: 'abc' }, ALADDIN, { token: 'def' }],
      [
        ['Bearer abc', true],
        ['Bearer def', true],
        ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', true],
        ['Bearer abcdef', false],
        ['Bearer abc, Bearer def', false],
      ],
    ],
  ])('admits %s, and nothing else', async (_, authorization, cases) => {
    const guard = new Guard(authorization);
    for (const [header, expected] of cases) expect([header, await admits(guard, header)]).toEqual([header, expected]);
  });

  it('leaves the comparison to what takes the same time for all', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify');
    const guard = new Guard([{ token: 'abc' }, { token: 'def' }, { token: 'ghi' }]);
    await admits(guard, 'Bearer abc');
    expect(verify, 'also after one was equal').toHaveBeenCalledTimes(3);
    await admits(guard, 'Bearer xyz');
    expect(verify).toHaveBeenCalledTimes(6);
  });

  it('asks a function of the application, with the request', async () => {
    const asked: unknown[] = [];
    const guard = new Guard<typeof REQUEST>((request) => (asked.push(request), request.from === 'somebody'));
    expect([await admits(guard, undefined), asked]).toEqual([true, [REQUEST]]);
  });

  it.each([[1], ['true'], [{}], [undefined], [Promise.resolve('yes')], [Promise.resolve(false)]])(
    'admits with true only, not with %j',
    async (result) => {
      expect(await admits(new Guard(() => result as never), undefined)).toBe(false);
    },
  );

  it.each([
    () => Promise.reject(new Error('no database')),
    () => {
      throw new Error('no database');
    },
  ])('admits nobody when the function fails', async (failing) => {
    await expect(admits(new Guard(failing), undefined)).rejects.toThrow('no database');
  });

  it.each([[[]], [null], [5], [['abc']], [[{ token: 'abc' }, {}]]])('is refused %j as credentials', (authorization) => {
    expect(() => new Guard(authorization as never)).toThrow(expect.objectContaining({ code: 'ERR_EXPORTER' }));
  });

  it('says how to come in', () => {
    expect(new Guard([{ token: 'abc' }, ALADDIN]).challenge).toBe('Bearer realm="metrics", Basic realm="metrics", charset="UTF-8"');
    expect(new Guard(() => true).challenge).toBe('Bearer realm="metrics"');
  });
});
