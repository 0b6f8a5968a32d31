import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { WorkspacePackage } from './workspace-packages.ts';

/** What a specifier stands for. */
export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly package: WorkspacePackage; readonly subpath: string }
  | { readonly kind: 'node' }
  | { readonly kind: 'dependency' };

/** Resolves a specifier that stands in the file at `path`. */
export function targetOf(specifier: string, path: string, packages: readonly WorkspacePackage[]): ImportTarget {
  if (specifier.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(path), specifier) };
  if (isBuiltin(specifier)) return { kind: 'node' };
  const owner = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (owner === undefined) return { kind: 'dependency' };
  return { kind: 'package', package: owner, subpath: `.${specifier.slice(owner.name.length)}` };
}

/** Returns the file that a target stands for, if it is one of the workspace. */
export function fileOf(target: ImportTarget): string | undefined {
  if (target.kind === 'file') return target.path;
  return target.kind === 'package' ? target.package.exports.get(target.subpath) : undefined;
}
