import type { ImportTarget } from './import-target.ts';
import type { ModuleImport } from './imports.ts';
import type { Layer } from './layers.ts';
import { isAboutWhole, isJudge, isLayered, isTest, layerOf, packageFolderOf } from './placement.ts';
import type { WorkspacePackage } from './workspace-packages.ts';

/** Returns what is wrong with one import of the module at `path`; undefined when nothing is. */
export function problemOfImport(path: string, imported: ModuleImport, target: ImportTarget): string | undefined {
  return (
    problemOfJudge(path, target) ??
    problemAcrossPackages(path, target) ??
    problemWithTesting(path, target) ??
    problemWithLayer(path, imported, target)
  );
}

function problemOfJudge(path: string, target: ImportTarget): string | undefined {
  const isShared = target.kind === 'package' || (target.kind === 'file' && packageFolderOf(target.path) !== undefined);
  return isJudge(path) && isShared ? 'the recomputation shares nothing with what it judges' : undefined;
}

function problemAcrossPackages(path: string, target: ImportTarget): string | undefined {
  if (target.kind === 'package') return target.package.exports.has(target.subpath) ? undefined : notExported(target.package);
  const folder = target.kind === 'file' ? packageFolderOf(target.path) : undefined;
  if (folder === undefined || folder === packageFolderOf(path)) return undefined;
  // An application exports nothing, so what tests or measures the whole enters it by path.
  return folder.startsWith('apps/') && isAboutWhole(path) ? undefined : `${folder} is entered by the name of the package only`;
}

function notExported({ name, exports }: WorkspacePackage): string {
  return `it is not among the exports of ${name} (exported: ${listOf([...exports.keys()])})`;
}

function problemWithTesting(path: string, target: ImportTarget): string | undefined {
  const layer = target.kind === 'file' ? layerOf(target.path) : undefined;
  if (layer?.isForTests !== true || isTest(path) || layerOf(path) === layer) return undefined;
  return `only tests may import layer ${layer.name}`;
}

function problemWithLayer(path: string, imported: ModuleImport, target: ImportTarget): string | undefined {
  const layer = layerOf(path);
  if (layer === undefined || !isLayered(path) || layer.isForTests === true) return undefined;
  switch (target.kind) {
    case 'node':
      return problemWithNode(layer);
    case 'dependency':
      return layer.mayUseDependencies === true ? undefined : `layer ${layer.name} may not import packages from the registry`;
    case 'package':
      return problemBetween(layer, target.package.name, imported);
    case 'file':
      return problemBetween(layer, layerOf(target.path)?.name ?? 'none', imported);
  }
}

function problemWithNode({ name, isPure, isPortable }: Layer): string | undefined {
  if (isPure === true) return `layer ${name} is pure and may not import Node's modules`;
  return isPortable === true ? `layer ${name} runs without Node and may not import its modules` : undefined;
}

function problemBetween(layer: Layer, imported: string, { isTypeOnly }: ModuleImport): string | undefined {
  const { name, mayImport = [], mayImportTypes = [] } = layer;
  if (imported === name || mayImport.includes(imported) || (isTypeOnly && mayImportTypes.includes(imported))) return undefined;
  const allowed = [...mayImport, ...mayImportTypes.map((types) => `types of ${types}`)];
  return `layer ${name} may not import ${imported.startsWith('@') ? imported : `layer ${imported}`} (allowed: ${listOf(allowed)})`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
