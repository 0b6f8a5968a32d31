import { cyclesOf } from './cycles.ts';
import { problemOfImport } from './import-rules.ts';
import { fileOf, targetOf } from './import-target.ts';
import { importsOf } from './imports.ts';
import type { ModuleImport } from './imports.ts';
import { impureUsesOf } from './impure-uses.ts';
import type { ImpureUse } from './impure-uses.ts';
import { isLayered, layerOf } from './placement.ts';
import { parseModule } from './syntax-tree.ts';
import { workspacePackages } from './workspace-packages.ts';
import type { WorkspacePackage } from './workspace-packages.ts';

interface Module {
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly impureUses: readonly ImpureUse[];
}

/**
 * Checks the modules of the workspace against the layers.
 * @param files Contents of the modules and of each `package.json`, by path relative to the root.
 * @returns One line per violation, each beginning with the path, and with the line where there is one.
 */
export function checkArchitecture(files: ReadonlyMap<string, string>): readonly string[] {
  const packages = workspacePackages(files);
  const modules = [...files].filter(([path]) => !path.endsWith('.json')).map(([path, source]) => moduleOf(path, source));
  return [
    ...modules.flatMap(placementViolations),
    ...modules.flatMap((module) => importViolations(module, packages)),
    ...modules.flatMap(purityViolations),
    ...cycleViolations(modules, packages),
  ];
}

function moduleOf(path: string, source: string): Module {
  const program = parseModule(path, source);
  return { path, imports: importsOf(program, source), impureUses: impureUsesOf(program, source) };
}

function placementViolations({ path }: Module): readonly string[] {
  return isLayered(path) && layerOf(path) === undefined
    ? [`${path} is in no layer: move it, or give its folder a row in the table of layers`]
    : [];
}

function importViolations({ path, imports }: Module, packages: readonly WorkspacePackage[]): readonly string[] {
  return imports.flatMap((imported) => {
    const { specifier, line, isExportAll } = imported;
    const at = `${path}:${line}`;
    if (specifier === undefined) return isLayered(path) ? [`${at} imports an expression: write the path, so that it can be checked`] : [];
    if (isExportAll) return [`${at} exports * from ${specifier}: name what is exported`];
    const problem = problemOfImport(path, imported, targetOf(specifier, path, packages));
    return problem === undefined ? [] : [`${at} imports ${specifier}: ${problem}`];
  });
}

function purityViolations({ path, impureUses }: Module): readonly string[] {
  const layer = layerOf(path);
  if (layer?.isPure !== true || !isLayered(path)) return [];
  return impureUses.map(({ line, name, remedy }) => `${path}:${line} uses ${name}: layer ${layer.name} is pure; ${remedy}`);
}

function cycleViolations(modules: readonly Module[], packages: readonly WorkspacePackage[]): readonly string[] {
  const graph = modules.map(({ path, imports }) => {
    const targets = imports.flatMap(({ specifier }) => (specifier === undefined ? [] : [targetOf(specifier, path, packages)]));
    return [path, targets.flatMap((target) => fileOf(target) ?? [])] as const;
  });
  return cyclesOf(new Map(graph)).map((cycle) => `${cycle[0]} imports itself: ${cycle.join(' -> ')}`);
}
