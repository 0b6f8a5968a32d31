import { isNode, lineAt, visitNodes } from './syntax-tree.ts';
import type { NodePosition, SyntaxNode } from './syntax-tree.ts';

const TAKE_CLOCK = 'take a clock as an argument';
const TAKE_RANDOM = 'take a random stream as an argument';
const TAKE_VALUE = 'take the value as an argument';
const LEAVE_TO_CALLER = 'return, and let the caller decide when to go on';
const RETURN_VALUE = 'return the value, and let the caller write it';

const IMPURE_MATH: ReadonlyMap<string, string> = new Map([
  ['Math.random', TAKE_RANDOM],
  ['Math', 'write Math.name, so that it is seen not to be Math.random'],
]);

/** Globals that a pure layer does not use, and what it does instead. */
export const IMPURE_GLOBALS: ReadonlyMap<string, string> = new Map([
  ['Date', TAKE_CLOCK],
  ['performance', TAKE_CLOCK],
  ['crypto', TAKE_RANDOM],
  ['process', TAKE_VALUE],
  ['navigator', TAKE_VALUE],
  ['globalThis', TAKE_VALUE],
  ['require', TAKE_VALUE],
  ['setTimeout', LEAVE_TO_CALLER],
  ['setInterval', LEAVE_TO_CALLER],
  ['setImmediate', LEAVE_TO_CALLER],
  ['queueMicrotask', LEAVE_TO_CALLER],
  ['clearTimeout', LEAVE_TO_CALLER],
  ['clearInterval', LEAVE_TO_CALLER],
  ['clearImmediate', LEAVE_TO_CALLER],
  ['console', RETURN_VALUE],
  ['fetch', RETURN_VALUE],
]);

/** Fields that hold the name something is declared under, where it is not part of a destructuring pattern. */
const DECLARING_FIELDS = new Set(['id', 'params', 'param', 'local']);

/** A use of something that a pure layer takes as an argument. */
export interface ImpureUse {
  readonly line: number;
  readonly name: string;
  readonly remedy: string;
}

/** Returns the uses of impure globals. A name that the file declares anywhere is taken to be its own. */
export function impureUsesOf(program: SyntaxNode, source: string): readonly ImpureUse[] {
  const uses: ImpureUse[] = [];
  const declared = new Set<unknown>();
  visitNodes(program, (node, position) => {
    if (isDeclaration(position)) declared.add(node['name']);
    const name = globalNameOf(node, position);
    const remedy = name === undefined ? undefined : (IMPURE_GLOBALS.get(name) ?? IMPURE_MATH.get(name));
    if (name !== undefined && remedy !== undefined) uses.push({ line: lineAt(source, node.start), name, remedy });
  });
  return uses.filter(({ name }) => !declared.has(name));
}

function isDeclaration({ field, parent, grandparent }: NodePosition): boolean {
  switch (parent.type) {
    case 'ExportSpecifier':
      return false;
    case 'Property':
      return field === 'value' && grandparent?.type === 'ObjectPattern';
    case 'AssignmentPattern':
      return field === 'left';
    case 'ArrayPattern':
    case 'RestElement':
      return true;
    default:
      return DECLARING_FIELDS.has(field);
  }
}

/** Returns the name of the global that an identifier may stand for; for `Math` with the member, where the source names one. */
function globalNameOf(node: SyntaxNode, { parent, field }: NodePosition): string | undefined {
  if (node.type !== 'Identifier' || isMemberName(parent, field) || isTypeOf(parent)) return undefined;
  const property = parent.type === 'MemberExpression' && parent['computed'] === false ? parent['property'] : undefined;
  return node['name'] === 'Math' && isNode(property) ? `Math.${String(property['name'])}` : String(node['name']);
}

/** `typeof x` where a type stands reads nothing. */
const isTypeOf = (parent: SyntaxNode): boolean => parent.type === 'TSTypeQuery';

/** Whether the field names something inside another thing: `x.process`, `{ process: 1 }`, `import { process as x }`. */
function isMemberName(parent: SyntaxNode, field: string): boolean {
  if (field === 'property' || field === 'key') return parent['computed'] === false;
  return (
    field === 'imported' ||
    field === 'exported' ||
    field === 'label' ||
    field === 'qualifier' ||
    (field === 'right' && parent.type === 'TSQualifiedName')
  );
}
