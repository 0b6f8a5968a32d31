import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkArchitecture } from './check.ts';
import { LAYERS } from './layers.ts';
import { readWorkspace } from './read-workspace.ts';

const files = readWorkspace(fileURLToPath(new URL('../../', import.meta.url)));

it('keeps to the layers', () => {
  expect(checkArchitecture(files).join('\n')).toBe('');
});

it('names only layers and packages that there are', () => {
  const packages = [...files]
    .filter(([path]) => path.endsWith('/package.json'))
    .map(([, text]) => (JSON.parse(text) as { name: string }).name);
  const known = new Set([...LAYERS.map(({ name }) => name), ...packages]);
  const named = LAYERS.flatMap(({ mayImport = [], mayImportTypes = [] }) => [...mayImport, ...mayImportTypes]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
