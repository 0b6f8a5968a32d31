import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWorkspace } from '../architecture/read-workspace.ts';
import { CompiledExamples } from './compiled-examples.ts';
import { docCommentExamples } from './doc-comment-examples.ts';
import { markdownExamples } from './markdown-examples.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCUMENTS = ['README.md', 'packages/metrics/README.md'];
const SOURCE = /^packages\/metrics\/src\/.*(?<!\.test|\.test-d)\.ts$/;

const inSources = [...readWorkspace(ROOT)].filter(([path]) => SOURCE.test(path)).flatMap(([path, text]) => docCommentExamples(path, text));
const inDocuments = DOCUMENTS.flatMap((path) => markdownExamples(path, readFileSync(ROOT + path, 'utf8')));
const examples = [...inSources, ...inDocuments];

let compiled: CompiledExamples;

beforeAll(() => {
  compiled = new CompiledExamples(examples);
});

afterAll(() => compiled.remove());

it('finds the examples', () => {
  expect(new Set(examples.map(({ path }) => path))).toEqual(new Set([...DOCUMENTS, ...inSources.map(({ path }) => path)]));
  expect(inSources).toContainEqual(expect.objectContaining({ path: 'packages/metrics/src/instruments/buckets.ts' }));
});

it('compiles every example', () => {
  expect(compiled.errors).toBe('');
});

it.each(examples)('runs $path:$line', async (example) => {
  await expect(compiled.run(example)).resolves.toBe('');
});
