import { isNode, lineAt, visitNodes } from './syntax-tree.ts';
import type { SyntaxNode } from './syntax-tree.ts';

/** One mention of another module: `import`, `export … from`, `import()`, `import type`, or `import('…')` in a type. */
export interface ModuleImport {
  readonly line: number;
  /** Undefined for `import(expression)`, where it is known at run time only. */
  readonly specifier: string | undefined;
  readonly isTypeOnly: boolean;
  /** `export * from …`. */
  readonly isExportAll: boolean;
}

const IMPORTING_NODES = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

export function importsOf(program: SyntaxNode, source: string): readonly ModuleImport[] {
  const imports: ModuleImport[] = [];
  visitNodes(program, (node) => {
    if (!IMPORTING_NODES.has(node.type) || !isNode(node['source'])) return;
    const specifier = node['source']['value'];
    imports.push({
      line: lineAt(source, node.start),
      specifier: typeof specifier === 'string' ? specifier : undefined,
      isTypeOnly: node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type',
      isExportAll: node.type === 'ExportAllDeclaration',
    });
  });
  return imports;
}
