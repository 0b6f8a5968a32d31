/** Reads YAML, and JSON as its subset, with bounds on nesting and without aliases, and remembers the lines. */
import { Composer, LineCounter, Parser } from 'yaml';
import type { Document } from 'yaml';
import type { FieldPath } from './field-paths.ts';
import type { Problem } from './problem.ts';
import { MAX_NESTING, tooDeepToken } from './yaml-nesting.ts';
import { offsetOfField, structureProblems } from './yaml-structure.ts';

/** The YAML 1.2 core schema whatever the text declares: `on` and `off` are texts, there are no merge keys and no custom tags. */
const COMPOSER_OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

export interface LineProblem extends Problem {
  readonly line: number;
}

export interface YamlDocument {
  /** Plain data; `undefined` when the text has no content or is not readable. */
  readonly value: unknown;
  /** Whether `value` stands for what the text says, apart from `problems`. */
  readonly isReadable: boolean;
  readonly problems: readonly LineProblem[];
  /** The line of the field at a path, or of the deepest mapping on the way to it. */
  readonly lineOf: (path: FieldPath) => number;
}

interface SyntaxFault {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

function nestingProblem(line: number): LineProblem {
  return {
    line,
    path: [],
    rule: `at most ${MAX_NESTING} levels of nesting`,
    got: 'more',
    recipe: 'A scenario needs four; close the brackets.',
  };
}

function syntaxProblem({ code, message }: SyntaxFault, line: number): LineProblem {
  if (code === 'MULTIPLE_DOCS')
    return { line, path: [], rule: 'one document', got: 'a second one', recipe: 'Remove everything from the second "---" on.' };
  const got = `an error (${message.replaceAll(/\s+/g, ' ')})`;
  return { line, path: [], rule: 'valid YAML or JSON', got, recipe: 'Correct the syntax here or just above.' };
}

function faultsOf(document: Document.Parsed, second: Document.Parsed | undefined): readonly SyntaxFault[] {
  const faults: readonly SyntaxFault[] = [...document.errors, ...document.warnings];
  if (second === undefined) return faults;
  return [...faults, { code: 'MULTIPLE_DOCS', message: '', pos: [second.range[0], second.range[1]] }];
}

function unreadable(problems: readonly LineProblem[]): YamlDocument {
  return { value: undefined, isReadable: false, problems, lineOf: () => 1 };
}

/** Reads one document. A text without content has the value `undefined`. Linear in the length of the text. */
export function readYaml(text: string): YamlDocument {
  const counter = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line);
  const tokens = [...new Parser(counter.addNewLine).parse(text)];
  const deepToken = tooDeepToken(tokens);
  if (deepToken !== undefined) return unreadable([nestingProblem(lineAt(deepToken.offset))]);
  const documents = new Composer(COMPOSER_OPTIONS).compose(tokens, true, text.length);
  const document = documents.next().value as Document.Parsed;
  const faults = faultsOf(document, documents.next().value as Document.Parsed | undefined);
  if (faults.length > 0) return unreadable(faults.map((fault) => syntaxProblem(fault, lineAt(fault.pos[0]))));
  const problems = structureProblems(document).map((problem) => ({ ...problem, line: lineAt(problem.offset) }));
  const value: unknown = document.contents === null ? undefined : document.toJS();
  return { value, isReadable: true, problems, lineOf: (path) => lineAt(offsetOfField(document, path)) };
}
