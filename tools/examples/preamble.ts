/** What an example in a doc comment may use without saying where it comes from. Examples in documents say everything themselves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { SOURCE_CONDITION } from '../architecture/workspace-packages.ts';
import { declaredNames } from './declared-names.ts';
import type { Example } from './example.ts';

const LIBRARY = 'packages/metrics';
const NAME = '@tradesim/metrics';

/** Names that stand for what every reader expects, each with its declaration and before those it needs itself. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['requests', `const requests = registry.counter({ name: 'shop_requests_total', help: 'Requests.', labelNames: ['method', 'route'] });`],
  ['registry', 'const registry = new Registry();'],
  ['http', `import http from 'node:http';`],
];

/** Declarations by the name that they declare. */
export type Declarations = ReadonlyMap<string, string>;

/** Returns what the library exports, by any of its subpaths. */
export function publicDeclarations(root: string): Declarations {
  const { exports } = JSON.parse(readFileSync(join(root, LIBRARY, 'package.json'), 'utf8')) as {
    exports: Record<string, { readonly [SOURCE_CONDITION]?: string }>;
  };
  const all = Object.entries(exports).flatMap(([subpath, { [SOURCE_CONDITION]: source }]) =>
    source === undefined ? [] : importsOf(join(root, LIBRARY, source), NAME + subpath.slice(1)),
  );
  return new Map(all);
}

/** Returns the declarations an example needs, in one line: what it mentions and does not declare, public or exported by its own source. */
export function preambleFor({ path, code }: Example, known: Declarations, root: string): string {
  const built = path.replace(/\/src\//, '/dist/').replace(/\.ts$/, '.js');
  const own = existsSync(join(root, built)) ? importsOf(join(root, path), `${root}/${built}`) : [];
  const declared = new Set(declaredNames(path, code));
  const needed: string[] = [];
  let text = code;
  for (const [name, declaration] of new Map([...KNOWN, ...own, ...known])) {
    if (declared.has(name) || !mentions(text, name)) continue;
    needed.unshift(declaration);
    if (declaration.startsWith('const ')) text += declaration;
  }
  return needed.join(' ');
}

/** A property is no mention, `...name` is one. */
const mentions = (code: string, name: string): boolean => new RegExp(String.raw`(?<![\w$])(?<!(?<!\.\.)\.)${name}(?![\w$])`).test(code);

function importsOf(file: string, specifier: string): readonly (readonly [string, string])[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const names = module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name ?? ''));
  return names.filter((name) => name !== '').map((name) => [name, `import { ${name} } from '${specifier}';`]);
}
