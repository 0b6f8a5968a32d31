import { LAYERS } from './layers.ts';
import type { Layer } from './layers.ts';

const SOURCES = /^(?:packages|apps)\/[^/]+\/(?:src|web)\//;
const TEST = /\.test(?:-d)?\.ts$|\/fixtures\/|^test\//;
const WHOLE = /^(?:test|bench)\//;
const JUDGE = /^test\/recompute\//;
const PACKAGE = /^(?:packages|apps)\/[^/]+(?=\/)/;

/** Whether the module belongs to a layer: it is a source of a package or an application, and not a test. */
export function isLayered(path: string): boolean {
  return SOURCES.test(path) && !isTest(path);
}

/** Whether the module is a test, or run by tests only. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}

/** Whether the module tests or measures the whole from outside the packages. */
export function isAboutWhole(path: string): boolean {
  return WHOLE.test(path);
}

/** Whether the module judges what the packages compute, and therefore shares nothing with them. */
export function isJudge(path: string): boolean {
  return JUDGE.test(path);
}

/** Returns the folder of the package that holds the path; undefined for what belongs to the workspace, such as tools. */
export function packageFolderOf(path: string): string | undefined {
  return PACKAGE.exec(path)?.[0];
}

/** Returns the layer of a path: the one with the longest prefix of it. */
export function layerOf(path: string): Layer | undefined {
  const candidates = LAYERS.flatMap((layer) =>
    layer.paths.filter((prefix) => path.startsWith(prefix)).map((prefix) => ({ layer, prefix })),
  );
  return candidates.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.layer;
}
