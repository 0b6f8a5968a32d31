import { parseSync, visitorKeys } from 'oxc-parser';

/** A node of the ESTree that oxc-parser returns; its other fields depend on `type`. */
export interface SyntaxNode {
  readonly type: string;
  /** Offset of the first character, in UTF-16 units. */
  readonly start: number;
  readonly [field: string]: unknown;
}

/** What stands above a node: the field of the parent that holds it, the parent, and the parent's parent. */
export interface NodePosition {
  readonly field: string;
  readonly parent: SyntaxNode;
  readonly grandparent: SyntaxNode | undefined;
}

type NodeVisitor = (node: SyntaxNode, position: NodePosition) => void;

/** @throws {SyntaxError} with the first error of the parser. */
export function parseModule(file: string, source: string): SyntaxNode {
  const { program, errors } = parseSync(file, source, { sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined)
    throw new SyntaxError(`${file}:${lineAt(source, error.labels[0]?.start ?? 0)} cannot be parsed: ${error.message}`);
  return program as unknown as SyntaxNode;
}

/** Calls `visit` for each node below `root`, parents before children, in the order of the source. */
export function visitNodes(root: SyntaxNode, visit: NodeVisitor): void {
  visitChildren(root, undefined, visit);
}

function visitChildren(parent: SyntaxNode, grandparent: SyntaxNode | undefined, visit: NodeVisitor): void {
  for (const field of visitorKeys[parent.type] ?? []) {
    for (const node of nodesIn(parent[field])) {
      visit(node, { field, parent, grandparent });
      visitChildren(node, parent, visit);
    }
  }
}

function nodesIn(value: unknown): readonly SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Returns the line, from 1, of an offset in the source. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
