// What a build depends on, and whether the output of the last one belongs to it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PROJECT_FOLDERS = ['packages', 'apps'];
const ROOT_FILES = ['package-lock.json', 'tsconfig.base.json'];
const PROJECT_FILES = ['package.json', 'tsconfig.json'];

/** @param {string} root @returns {string} */
const stampFile = (root) => join(root, '.cache', 'build', 'stamp');

/**
 * Returns the folders of the workspace that have a `tsconfig.json`, relative to `root`.
 * @param {string} root
 * @returns {string[]}
 */
export function projectsOf(root) {
  const folders = PROJECT_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const projects = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  return projects.filter((project) => existsSync(join(root, project, 'tsconfig.json'))).toSorted();
}

/**
 * Returns a digest of the path, size and modification time of every file the build reads.
 * Times are compared for equality, so a checkout of older files counts as a change too.
 * @param {string} root
 * @returns {string}
 */
export function sourceDigest(root) {
  const sources = projectsOf(root).flatMap((project) => [
    ...PROJECT_FILES.map((file) => `${project}/${file}`),
    ...readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => `${project}/src/${file}`),
  ]);
  const digest = createHash('sha256');
  for (const file of [...ROOT_FILES, ...sources].toSorted()) {
    const stat = statSync(join(root, file), { throwIfNoEntry: false });
    if (stat?.isFile()) digest.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  }
  return digest.digest('hex');
}

/**
 * Returns whether the output in each project's `dist` is that of the sources as they are now.
 * @param {string} root
 * @returns {boolean}
 */
export function isBuilt(root) {
  const stamp = stampFile(root);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sourceDigest(root)) return false;
  return projectsOf(root).every((project) => existsSync(join(root, project, 'dist', 'tsconfig.tsbuildinfo')));
}

/**
 * Records that the output belongs to the sources with this digest. Take the digest before the build: what changes during it is then new.
 * @param {string} root
 * @param {string} digest
 */
export function rememberBuild(root, digest) {
  const stamp = stampFile(root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/**
 * Forgets the last build, so that a build that fails half-way is not mistaken for it.
 * @param {string} root
 */
export function forgetBuild(root) {
  rmSync(stampFile(root), { force: true });
}
