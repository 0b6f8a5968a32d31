/** What a scenario file sets, with all its problems at once, in the order of the lines. */
import type { Problem } from './problem.ts';
import { limited, problemText, valueText } from './problem.ts';
import { isMapping } from './schema.ts';
import { ScenarioError } from './scenario-error.ts';
import { readScenarioText } from './scenario-text.ts';
import type { Setting, SettingsSource } from './settings.ts';
import { checkFields } from './validate-fields.ts';
import type { LineProblem, YamlDocument } from './yaml-document.ts';
import { readYaml } from './yaml-document.ts';

/** Made on demand: a hostile file has very many problems. */
type Finding = () => LineProblem;

function textsOf(file: string, findings: readonly Finding[]): readonly string[] {
  return limited(findings, (shown) =>
    shown
      .map((describe) => describe())
      .sort((one, other) => one.line - other.line)
      .map((problem) => problemText(`${file}:${problem.line}`, problem)),
  );
}

function notMapping(value: unknown): Problem {
  const got = value === undefined ? 'an empty file' : valueText(value);
  return { path: [], rule: 'a mapping of fields', got, recipe: 'Start with a line such as name: my-market.' };
}

/** What is wrong with the file before any field can be checked. */
function findingsBeforeFields({ value, isReadable, problems, lineOf }: YamlDocument): readonly Finding[] {
  if (isReadable && isMapping(value)) return [];
  if (problems.length > 0) return problems.map(always);
  return [() => ({ ...notMapping(value), line: lineOf([]) })];
}

function always(problem: LineProblem): Finding {
  return () => problem;
}

/**
 * Reads a YAML or JSON file and checks every field of it.
 * @throws {ScenarioError} when there are no fields to check: the file is unreadable, its syntax is wrong, it holds no mapping.
 */
export function fileSource(file: string): SettingsSource {
  const document = readYaml(readScenarioText(file));
  const early = findingsBeforeFields(document);
  if (early.length > 0) throw new ScenarioError(textsOf(file, early));
  const { values, problems } = checkFields(document.value);
  const reported = new Set(document.problems.map(({ path }) => path.join('.')));
  const fieldProblems = problems.filter(({ path }) => !reported.has(path.join('.')));
  const fieldFindings = fieldProblems.map(({ path, describe }): Finding => () => ({ ...describe(), line: document.lineOf(path) }));
  const settings = new Map<string, Setting>();
  for (const [path, value] of values) settings.set(path, { value, place: `${file}:${document.lineOf(path.split('.'))}` });
  return {
    settings,
    problems: textsOf(file, [...document.problems.map(always), ...fieldFindings]),
    refused: [...document.problems, ...fieldProblems].map(({ path }) => path.join('.')),
  };
}
