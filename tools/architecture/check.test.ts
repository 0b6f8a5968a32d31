import { describe, expect, it } from 'vitest';
import { checkArchitecture } from './check.ts';

const MANIFESTS: readonly (readonly [string, string])[] = [
  [
    'packages/metrics/package.json',
    '{ "name": "@tradesim/metrics", "exports": { ".": { "@tradesim/source": "./src/index.ts" }, "./journal": { "@tradesim/source": "./src/journal/index.ts" } } }',
  ],
  ['packages/simulation/package.json', '{ "name": "@tradesim/simulation", "exports": { ".": { "@tradesim/source": "./src/index.ts" } } }'],
  ['apps/tradesim/package.json', '{ "name": "tradesim" }'],
];

const check = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkArchitecture(new Map([...MANIFESTS, ...Object.entries(files)]));

const MODEL = 'packages/metrics/src/model/x.ts';
const INSTRUMENTS = 'packages/metrics/src/instruments/x.ts';
const JOURNAL = 'packages/metrics/src/journal/x.ts';
const DOMAIN = 'apps/tradesim/src/domain/x.ts';
const SCENARIOS = 'apps/tradesim/src/scenarios/x.ts';
const SERVICES = 'apps/tradesim/src/services/x.ts';
const CLI = 'apps/tradesim/src/cli/x.ts';
const WEB = 'apps/tradesim/web/x.ts';

describe('imports between layers', () => {
  it.each([
    [`import { a } from '../instruments/a.ts';`],
    [`import type { A } from '../instruments/a.ts';`],
    [`import '../instruments/a.ts';`],
    [`export { a } from '../instruments/a.ts';`],
    [`export type { A } from '../instruments/a.ts';`],
    [`const load = () => import('../instruments/a.ts');`],
    [`type A = import('../instruments/a.ts').A;`],
  ])('sees %s', (source) => {
    expect(check({ [MODEL]: `\n${source}` })).toEqual([
      `${MODEL}:2 imports ../instruments/a.ts: layer model may not import layer instruments (allowed: nothing)`,
    ]);
  });

  it.each([
    [
      'a layer above',
      'packages/metrics/src/services/x.ts',
      '../registry/a.ts',
      'layer services may not import layer registry (allowed: model, timing, instruments)',
    ],
    [
      'a sibling',
      'packages/metrics/src/exporter/x.ts',
      '../journal/a.ts',
      'layer exporter may not import layer journal (allowed: model, timing, exposition, scrape)',
    ],
    [
      'a layer too many from the index',
      'packages/metrics/src/index.ts',
      './journal/a.ts',
      'layer index may not import layer journal (allowed: model, timing, instruments, registry)',
    ],
    [
      'metrics from the domain',
      DOMAIN,
      '@tradesim/metrics',
      'layer domain may not import @tradesim/metrics (allowed: @tradesim/simulation)',
    ],
    [
      'the engine from a scenario',
      SCENARIOS,
      '@tradesim/simulation',
      'layer scenarios may not import @tradesim/simulation (allowed: domain)',
    ],
    ['the package itself by name', JOURNAL, '@tradesim/metrics', 'layer journal may not import @tradesim/metrics (allowed: model)'],
    [
      'a value from the messages to the page',
      WEB,
      '../src/server/messages.ts',
      'layer web may not import layer messages (allowed: types of messages)',
    ],
    [
      'tools',
      CLI,
      '../../../../tools/a.ts',
      'layer cli may not import layer none (allowed: domain, scenarios, application services, simulation-service, messages, server, cli, query, recording, @tradesim/metrics)',
    ],
    ['a dependency of a library', JOURNAL, 'pino', 'layer journal may not import packages from the registry'],
    ['a dependency of the rules', DOMAIN, 'valibot', 'layer domain may not import packages from the registry'],
    ["Node's modules in a pure layer", MODEL, 'node:fs', "layer model is pure and may not import Node's modules"],
    [
      "Node's modules where there may be no Node",
      'packages/metrics/src/fetch/x.ts',
      'node:zlib',
      'layer fetch runs without Node and may not import its modules',
    ],
    ["Node's modules without their prefix", DOMAIN, 'fs', "layer domain is pure and may not import Node's modules"],
  ])('reports %s', (_, path, specifier, problem) => {
    expect(check({ [path]: `import { a } from '${specifier}';` })).toEqual([`${path}:1 imports ${specifier}: ${problem}`]);
  });

  it.each([
    ['a layer below', INSTRUMENTS, `import { a } from '../model/a.ts';`],
    ['its own layer', INSTRUMENTS, `import { a } from './a.ts';`],
    ['an export of a package', SERVICES, `import { a } from '@tradesim/metrics/journal';`],
    ["Node's modules outside the pure layers", JOURNAL, `import { a } from 'node:fs';`],
    ['a dependency where scenarios are read', SCENARIOS, `import { a } from 'valibot';`],
    ['types of the messages', WEB, `import type { A } from '../src/server/messages.ts';`],
  ])('allows %s', (_, path, source) => {
    expect(check({ [path]: source })).toEqual([]);
  });

  it('reports an import that it cannot follow', () => {
    expect(check({ [JOURNAL]: 'const load = (path: string) => import(path);' })).toEqual([
      `${JOURNAL}:1 imports an expression: write the path, so that it can be checked`,
    ]);
  });

  it('reports a file that is in no layer', () => {
    expect(check({ 'packages/metrics/src/misc/x.ts': '', 'packages/new/src/x.ts': '' })).toEqual([
      'packages/metrics/src/misc/x.ts is in no layer: move it, or give its folder a row in the table of layers',
      'packages/new/src/x.ts is in no layer: move it, or give its folder a row in the table of layers',
    ]);
  });

  it('reports export *', () => {
    expect(check({ 'packages/metrics/src/index.ts': `export * from './model/a.ts';` })).toEqual([
      'packages/metrics/src/index.ts:1 exports * from ./model/a.ts: name what is exported',
    ]);
  });

  it('refuses a file that it cannot parse', () => {
    expect(() => check({ [MODEL]: '\n\nconst = 1;' })).toThrow(`${MODEL}:3 cannot be parsed`);
  });
});

describe('imports between packages', () => {
  it.each([
    [DOMAIN, '../../../../packages/simulation/src/a.ts', 'packages/simulation is entered by the name of the package only'],
    ['test/a.test.ts', '../packages/metrics/src/model/a.ts', 'packages/metrics is entered by the name of the package only'],
    [
      'apps/tradesim/src/cli/a.test.ts',
      '@tradesim/metrics/model',
      'it is not among the exports of @tradesim/metrics (exported: ., ./journal)',
    ],
    ['bench/a.mjs', '../packages/metrics/dist/a.js', 'packages/metrics is entered by the name of the package only'],
    ['tools/a.js', '../apps/tradesim/src/cli/a.ts', 'apps/tradesim is entered by the name of the package only'],
    ['tools/a.js', 'tradesim', 'it is not among the exports of tradesim (exported: nothing)'],
  ])('reports that %s imports %s', (path, specifier, problem) => {
    expect(check({ [path]: `import { a } from '${specifier}';` })).toEqual([`${path}:1 imports ${specifier}: ${problem}`]);
  });
});

describe('tests and benchmarks of the whole', () => {
  it.each([
    ['test/support/a.ts', '../../apps/tradesim/src/cli/a.ts'],
    ['bench/a.mjs', '../apps/tradesim/dist/domain/a.js'],
  ])('may enter an application, as %s does', (path, specifier) => {
    expect(check({ [path]: `import { a } from '${specifier}';` })).toEqual([]);
  });
});

describe('the recomputation', () => {
  it.each(['@tradesim/metrics', '../../apps/tradesim/src/domain/rounding.ts', '../../packages/simulation/src/random.ts'])(
    'shares nothing with what it judges: %s',
    (specifier) => {
      expect(check({ 'test/recompute/x.ts': `import { a } from '${specifier}';` })).toEqual([
        `test/recompute/x.ts:1 imports ${specifier}: the recomputation shares nothing with what it judges`,
      ]);
    },
  );
});

describe('tests', () => {
  it('may run what stands in a folder of fixtures', () => {
    expect(check({ 'packages/metrics/src/journal/fixtures/x.mjs': `import '@tradesim/metrics/journal'; process.exit();` })).toEqual([]);
  });

  it('may import any layer of their package, use time and chance, and what is made for tests', () => {
    const source = `import { a } from '../registry/a.ts'; import { b } from '../testing/b.ts'; import fc from 'fast-check'; Date.now();`;
    expect(check({ 'packages/metrics/src/model/x.test.ts': source })).toEqual([]);
  });

  it.each([[JOURNAL], ['packages/metrics/bench/x.js']])('alone import testing, not %s', (path) => {
    const specifier = path === JOURNAL ? '../testing/a.ts' : '../src/testing/a.ts';
    expect(check({ [path]: `import { a } from '${specifier}';` })).toEqual([
      `${path}:1 imports ${specifier}: only tests may import layer testing`,
    ]);
  });

  it('leave their tools free to import any layer', () => {
    expect(
      check({ 'packages/metrics/src/testing/x.ts': `import { a } from '../exporter/a.ts'; import 'vitest'; import 'node:fs';` }),
    ).toEqual([]);
  });
});

describe('cycles', () => {
  it('reports a cycle of types', () => {
    const files = {
      'packages/metrics/src/model/a.ts': `import type { B } from './b.ts';`,
      'packages/metrics/src/model/b.ts': `import type { C } from './c.ts';`,
      'packages/metrics/src/model/c.ts': `import type { A } from './a.ts';`,
    };
    const [a, b, c] = Object.keys(files);
    expect(check(files)).toEqual([`${a} imports itself: ${a} -> ${b} -> ${c} -> ${a}`]);
  });

  it('follows the names of packages', () => {
    const index = 'packages/metrics/src/index.ts';
    const files = { [index]: `import './model/x.ts';`, [MODEL]: `import '@tradesim/metrics';` };
    expect(check(files)).toContain(`${index} imports itself: ${index} -> ${MODEL} -> ${index}`);
  });

  it('allows two ways to the same module', () => {
    const files = {
      'packages/metrics/src/model/a.ts': `import './b.ts'; import './c.ts';`,
      'packages/metrics/src/model/b.ts': `import './d.ts';`,
      'packages/metrics/src/model/c.ts': `import './d.ts';`,
      'packages/metrics/src/model/d.ts': '',
    };
    expect(check(files)).toEqual([]);
  });
});

describe('pure layers', () => {
  it.each([
    ['const now = Date.now();', 'Date', 'take a clock as an argument'],
    ['const at = (start: Date) => start;', 'Date', 'take a clock as an argument'],
    ['const now = () => performance.now();', 'performance', 'take a clock as an argument'],
    ['const chance = Math.random();', 'Math.random', 'take a random stream as an argument'],
    ['const { random } = Math;', 'Math', 'write Math.name, so that it is seen not to be Math.random'],
    [`const chance = Math['random']();`, 'Math', 'write Math.name, so that it is seen not to be Math.random'],
    ['const seed = process.env.SEED;', 'process', 'take the value as an argument'],
    ['const time = globalThis.Date;', 'globalThis', 'take the value as an argument'],
    ['setTimeout(() => {}, 1);', 'setTimeout', 'return, and let the caller decide when to go on'],
    ['const options = { performance };', 'performance', 'take a clock as an argument'],
    ['const text = `${process.pid}`;', 'process', 'take the value as an argument'],
  ])('report %s', (source, name, remedy) => {
    expect(check({ [DOMAIN]: source })).toEqual([`${DOMAIN}:1 uses ${name}: layer domain is pure; ${remedy}`]);
  });

  it.each([
    ['// Date.now() and Math.random() are for the caller.'],
    [`const text = 'Date.now()';`],
    ['const floor = Math.floor(1.5);'],
    ['const result = company.performance + company.process.Date;'],
    ['const record = { Date: 1, process: 2 };'],
    ['interface Company { readonly performance: number; process(): void }'],
    ['const performance = 1; export const twice = performance * 2;'],
    ['const rank = ({ performance }: Company) => performance;'],
    ['const apply = (process: () => void) => process();'],
    ['type Global = typeof globalThis;'],
  ])('allow %s', (source) => {
    expect(check({ [DOMAIN]: source })).toEqual([]);
  });

  it('are the only ones without time', () => {
    expect(check({ [SERVICES]: 'const now = Date.now();' })).toEqual([]);
  });
});
