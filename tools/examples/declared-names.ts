import { isNode, parseModule, visitNodes } from '../architecture/syntax-tree.ts';
import type { SyntaxNode } from '../architecture/syntax-tree.ts';

/** Returns the names that a module imports, and those it declares outside of all functions and blocks. */
export function declaredNames(file: string, code: string): readonly string[] {
  const statements = parseModule(`${file}.ts`, code)['body'] as readonly SyntaxNode[];
  return statements.flatMap((statement) => namesOf(isNode(statement['declaration']) ? statement['declaration'] : statement));
}

function namesOf(declaration: SyntaxNode): readonly string[] {
  if (declaration.type === 'ImportDeclaration') return (declaration['specifiers'] as readonly SyntaxNode[]).flatMap(localName);
  if (declaration.type === 'VariableDeclaration') return (declaration['declarations'] as readonly SyntaxNode[]).flatMap(boundNames);
  return isNode(declaration['id']) ? [nameOf(declaration['id'])] : [];
}

const localName = ({ local }: SyntaxNode): readonly string[] => (isNode(local) ? [nameOf(local)] : []);

const nameOf = (identifier: SyntaxNode): string => String(identifier['name']);

/** The names in the pattern of a declarator: identifiers that are neither keys nor part of a default value. */
function boundNames({ id }: SyntaxNode): readonly string[] {
  if (!isNode(id)) return [];
  if (id.type === 'Identifier') return [nameOf(id)];
  const names: string[] = [];
  visitNodes(id, (node, { field, parent }) => {
    if (node.type === 'Identifier' && field !== 'key' && parent.type !== 'MemberExpression' && field !== 'right') names.push(nameOf(node));
  });
  return names;
}
