import { describe, expect, it } from 'vitest';
import { createProgram, runOptions } from './program.ts';
import type { RunOptions } from './program.ts';

async function parsed(...args: string[]): Promise<RunOptions> {
  let found: RunOptions | undefined;
  const program = createProgram({
    run: (options) => {
      found = options;
      return Promise.resolve();
    },
    query: () => Promise.reject(new Error('tradesim query was run.')),
    export: () => Promise.reject(new Error('tradesim export was run.')),
    replay: () => Promise.reject(new Error('tradesim replay was run.')),
  });
  await program.parseAsync(['run', ...args], { from: 'user' });
  return found!;
}

describe('the options of tradesim run', () => {
  it('have the documented defaults', async () => {
    expect(await parsed()).toEqual({
      resume: false,
      rotateAge: Infinity,
      keepAge: Infinity,
      keepSegments: Infinity,
      port: 8000,
      host: '127.0.0.1',
      exporter: true,
      keepServing: false,
      logDir: 'logs',
      ledger: true,
      deterministic: false,
      durability: 'interval',
      set: [],
      logLevel: 'info',
      json: false,
    });
  });

  it.each([
    ['--turns', '1', { turns: 1 }],
    ['--seed', '0', { seed: 0 }],
    ['--seed', '4294967295', { seed: 4294967295 }],
    ['--pace', '0.5', { pace: 0.5 }],
    ['--pace', '2e3', { pace: 2000 }],
    ['--pace', 'max', { pace: Infinity }],
    ['--port', '0', { port: 0 }],
    ['--durability', 'turn', { durability: 'turn' }],
    ['--rotate-size', '1', { rotateSize: 1 }],
    ['--rotate-size', '3k', { rotateSize: 3072 }],
    ['--rotate-size', '500M', { rotateSize: 500 * 2 ** 20 }],
    ['--keep-size', '2G', { keepSize: 2 ** 31 }],
    ['--keep-size', 'none', { keepSize: Infinity }],
    ['--rotate-age', '90s', { rotateAge: 90 }],
    ['--rotate-age', '15M', { rotateAge: 900 }],
    ['--keep-age', '12h', { keepAge: 43_200 }],
    ['--keep-age', '7d', { keepAge: 604_800 }],
    ['--keep-age', 'none', { keepAge: Infinity }],
    ['--keep-segments', '3', { keepSegments: 3 }],
    ['--keep-segments', 'none', { keepSegments: Infinity }],
    ['--log-level', 'silent', { logLevel: 'silent' }],
  ])('read %s %s', async (option, value, expected) => {
    expect(await parsed(option, value)).toMatchObject(expected);
    expect(await parsed(`${option}=${value}`)).toMatchObject(expected);
  });

  it('collect every --set, in the order typed', async () => {
    expect((await parsed('--set', 'companies.count=1', '--turns', '2', '--set', 'companies.count=2')).set).toEqual([
      'companies.count=1',
      'companies.count=2',
    ]);
  });

  it('are the default command', async () => {
    const turns: unknown[] = [];
    const program = createProgram({
      run: async (options) => void turns.push(options.turns),
      query: () => Promise.resolve(),
      export: () => Promise.resolve(),
      replay: () => Promise.resolve(),
    });
    await program.parseAsync(['--turns', '3'], { from: 'user' });
    expect(turns).toEqual([3]);
  });

  it('each say in the help what they do', () => {
    for (const option of runOptions()) expect(option.description, option.flags).toMatch(/\w+ \w+/);
  });
});
