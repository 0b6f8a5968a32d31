/** A package of the workspace, as others see it. */
export interface WorkspacePackage {
  readonly name: string;
  /** Folder, relative to the root. */
  readonly folder: string;
  /** Source file of each export: `.` and `./name` to a path relative to the root. Empty when nobody may import the package. */
  readonly exports: ReadonlyMap<string, string>;
}

/** The condition under which packages of the workspace resolve to their sources; nobody else's, so that it means nothing elsewhere. */
export const SOURCE_CONDITION = '@tradesim/source';

/** The fields of `package.json` that are read here. */
interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly [SOURCE_CONDITION]?: string } | string>>;
}

/** Reads the packages out of the `package.json` files among `files`, which maps paths to contents. */
export function workspacePackages(files: ReadonlyMap<string, string>): readonly WorkspacePackage[] {
  return [...files].filter(([path]) => path.endsWith('/package.json')).map(([path, text]) => packageOf(path, JSON.parse(text) as Manifest));
}

function packageOf(path: string, { name, exports = {} }: Manifest): WorkspacePackage {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const sources = Object.entries(exports).map(
    ([key, target]) => [key, typeof target === 'string' ? target : target[SOURCE_CONDITION]] as const,
  );
  const resolved = sources.flatMap(([key, source]) => (source === undefined ? [] : [[key, source.replace('./', `${folder}/`)] as const]));
  return { name, folder, exports: new Map(resolved) };
}
