import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['packages', 'apps', 'test', 'tools', 'bench'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'logs']);
const MODULE = /\.[cm]?[jt]sx?$/;

/** Reads the modules of the workspace and the `package.json` of each package: contents by path relative to `root`. */
export function readWorkspace(root: string): ReadonlyMap<string, string> {
  const paths = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => pathsBelow(root, folder));
  const read = paths.filter((path) => MODULE.test(path) || path.endsWith('/package.json'));
  return new Map(read.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function pathsBelow(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !NOT_SOURCES.has(name));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? pathsBelow(root, path) : [path];
  });
}
