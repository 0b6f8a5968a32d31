import { parseSync } from 'oxc-parser';
import { lineAt } from '../architecture/syntax-tree.ts';
import type { Example } from './example.ts';

/** What stands before the text in each line of a doc comment. */
const MARGIN = /^\s*\* ?/;
const TAG = /^@\w/;

/** Returns the code behind each `@example` in the doc comments of a module: up to the next tag, and of fenced code only what is inside. */
export function docCommentExamples(path: string, source: string): readonly Example[] {
  const { comments } = parseSync(path, source);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  return docs.flatMap(({ value, start }) => examplesIn(value.slice(1), lineAt(source, start)).map((example) => ({ path, ...example })));
}

function examplesIn(comment: string, firstLine: number): readonly Omit<Example, 'path'>[] {
  const lines = comment.split('\n').map((line) => line.replace(MARGIN, ''));
  const begins = lines.flatMap((line, index) => (line.trimStart().startsWith('@example') ? [index] : []));
  return begins.map((begin) => {
    const next = lines.findIndex((line, index) => index > begin && TAG.test(line));
    const body = lines.slice(begin, next === -1 ? undefined : next);
    body[0] = body[0]?.replace(/^\s*@example/, '') ?? '';
    return withoutFence(body, firstLine + begin);
  });
}

function withoutFence(body: readonly string[], bodyLine: number): Omit<Example, 'path'> {
  const fence = body.findIndex((line) => line.startsWith('```'));
  const end = body.findIndex((line, index) => index > fence && line.startsWith('```'));
  const inside = fence === -1 ? body : body.slice(fence + 1, end === -1 ? undefined : end);
  const blank = inside.findIndex((line) => line.trim() !== '');
  const skipped = Math.max(blank, 0);
  return { line: bodyLine + (fence + 1) + skipped, code: inside.slice(skipped).join('\n').trim() };
}
