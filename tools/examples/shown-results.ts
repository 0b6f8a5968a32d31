import { parseSync } from 'oxc-parser';
import type { Comment } from 'oxc-parser';
import { isNode, lineAt } from '../architecture/syntax-tree.ts';
import type { SyntaxNode } from '../architecture/syntax-tree.ts';
import type { Example } from './example.ts';

/** What an example shows in a comment. */
interface ShownResult {
  readonly expected: string;
  /** Path and line of the comment. */
  readonly place: string;
}

const ARROW = /^\s*=>/;

/**
 * Returns the code with a call of `shows(value, expected, place)` for each comment `// => expected`. Such a comment stands behind an
 * expression, a `console.log` or a `const`, in the same line or alone in the next; after `// =>` alone, the lines of comment below
 * it are the expected text. The lines stay where they are.
 * @throws {Error} for a comment that has no such statement before it.
 */
export function withShownResults({ path, line, code }: Example): string {
  const { program, comments } = parseSync('example.ts', code, { sourceType: 'module' });
  const statements = program.body as unknown as readonly SyntaxNode[];
  return arrows(code, comments).reduceRight((result, { start, expected }) => {
    const place = `${path}:${line - 1 + lineAt(code, start)}`;
    const statement = statements.findLast((each) => endOf(each) <= start && isBlank(code.slice(endOf(each), start)));
    return statement === undefined ? fail(place) : insertCall(result, statement, { expected, place });
  }, code);
}

function arrows(code: string, comments: readonly Comment[]): readonly { readonly start: number; readonly expected: string }[] {
  return comments.flatMap(({ type, value, start }, index) => {
    if (type !== 'Line' || !ARROW.test(value)) return [];
    const expected = value.replace(ARROW, '').trim();
    return [{ start, expected: expected === '' ? textBelow(code, comments.slice(index)) : expected }];
  });
}

/** The text of the comments in the lines right below the first one. */
function textBelow(code: string, comments: readonly Comment[]): string {
  const last = comments.findIndex(({ end }, index) => {
    const next = comments[index + 1];
    return next === undefined || !/^\n[ \t]*$/.test(code.slice(end, next.start));
  });
  const below = comments.slice(1, last + 1);
  return below.map(({ value }) => value.replace(/^ /, '')).join('\n');
}

const isBlank = (text: string): boolean => /^[ \t;]*\n?[ \t]*$/.test(text);

/** Puts the call around the expression, or behind the declaration of the `const`. */
function insertCall(code: string, statement: SyntaxNode, { expected, place }: ShownResult): string {
  const callWith = (value: string): string => `await shows(${value}, ${JSON.stringify(expected)}, ${JSON.stringify(place)})`;
  const name = variableName(statement);
  if (name !== undefined) return `${code.slice(0, endOf(statement))} ${callWith(name)};${code.slice(endOf(statement))}`;
  const { expression } = statement;
  if (!isNode(expression)) return fail(place);
  const value = loggedValue(expression) ?? expression;
  return code.slice(0, expression.start) + callWith(code.slice(value.start, endOf(value))) + code.slice(endOf(expression));
}

const endOf = (node: SyntaxNode): number => Number(node['end']);

/** What `console.log` is given, if that is what the expression is. */
function loggedValue(expression: SyntaxNode): SyntaxNode | undefined {
  const { callee, arguments: given } = expression as { callee?: { object?: SyntaxNode }; arguments?: readonly SyntaxNode[] };
  return callee?.object?.['name'] === 'console' ? given?.[0] : undefined;
}

function variableName(statement: SyntaxNode): string | undefined {
  const [declarator] = (statement['declarations'] ?? []) as readonly { readonly id?: { readonly name?: string } }[];
  return declarator?.id?.name;
}

function fail(place: string): never {
  throw new Error(`${place}: a result is shown behind an expression or a const outside of functions, in its line or the next.`);
}
