/** The reference page of scenario files, made from the table of fields and the rules between them. */
import { stringify } from 'yaml';
import { ruleOf } from './expectation.ts';
import type { Field, LeafField, SectionField } from './field.ts';
import { crossFieldRules } from './field-rules.ts';
import type { FieldPath } from './field-paths.ts';
import { isRange } from './field-paths.ts';
import { loadScenario } from './load-scenario.ts';
import { presets } from './presets.ts';
import { MAX_FILE_BYTES } from './scenario-text.ts';
import { scenarioFields } from './scenario-fields.ts';

const INTRODUCTION = `# Scenario files

<!-- Generated from the table of fields in apps/tradesim/src/scenarios; a test compares the two. Update with: npx vitest run apps/tradesim/src/scenarios --update -->

A scenario holds the parameters of a run. It is a preset or a file:

    tradesim run --scenario classic
    tradesim run --scenario ./my-market.yaml
    tradesim run --scenario classic --set companies.count=10 --set events.inflation.probability=0

A file is YAML 1.2 or JSON, in UTF-8, at most ${MAX_FILE_BYTES / 1024 / 1024} MiB. \`--scenario\` takes its value for a file when it ends in \`.yaml\`, \`.yml\` or \`.json\` or contains a slash. Only \`name\` is required; every other field has a default. Unknown fields, fields given twice and aliases are errors. All problems of a file are reported together, each with its line.

\`--set PATH=VALUE\` overrides one field and may be repeated; VALUE is a YAML scalar, and the last one for a field wins. The rules between fields apply to the result.

\`\`\`yaml
name: crowded
description: Many companies, few suppliers.
companies:
  count: 50
  budgetEuros: { min: 5000, max: 9999.99 }
\`\`\`

A range is written with its two ends, both included: \`budgetEuros.min\` and \`budgetEuros.max\`. Amounts in euros have at most two decimals unless the table asks for whole numbers.
`;

function code(text: string): string {
  return `\`${text}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function defaultText(field: LeafField): string {
  if (field.kind === 'text') return field.isRequired ? 'required' : 'empty';
  return code(String(field.default));
}

/** The rule without the unit, which has its own column. */
function valueRule(field: LeafField): string {
  return ruleOf(field).replace(/ \([^)]*\)$/, '');
}

function leafRow(name: string, field: LeafField): string {
  const unit = field.kind === 'number' ? field.unit : '';
  return row([code(name), unit, valueRule(field), defaultText(field), field.description]);
}

function rangeRow(name: string, { fields }: SectionField): string {
  const { min, max } = fields as { readonly min: LeafField; readonly max: LeafField };
  const unit = min.kind === 'number' ? min.unit : '';
  return row([
    `${code(`${name}.min`)}, ${code('.max')}`,
    unit,
    valueRule(min),
    `${defaultText(min)}, ${defaultText(max)}`,
    min.description,
  ]);
}

function rowOf([name, field]: readonly [string, Field]): readonly string[] {
  if (field.kind !== 'section') return [leafRow(name, field)];
  return isRange(field) ? [rangeRow(name, field)] : [];
}

function isNested(field: Field): field is SectionField {
  return field.kind === 'section' && !isRange(field);
}

function renderSection(path: FieldPath, section: SectionField): readonly string[] {
  const fields = Object.entries(section.fields);
  const heading = path.length === 0 ? 'Top level' : code(path.join('.'));
  const table = [
    row(['field', 'unit', 'value', 'default', 'meaning']),
    row(Array.from({ length: 5 }, () => '---')),
    ...fields.flatMap(rowOf),
  ];
  const text = [`## ${heading}`, section.description, table.join('\n')].join('\n\n');
  return [text, ...fields.flatMap(([name, field]) => (isNested(field) ? renderSection([...path, name], field) : []))];
}

function renderRules(): string {
  const rules = ['`min` is at most `max` in every range', ...crossFieldRules.map(({ statement }) => statement)];
  return `## Rules between fields\n\n${rules.map((rule) => `- ${rule}.`).join('\n')}`;
}

function renderPreset(name: string): string {
  return `## Preset ${code(name)}\n\n\`\`\`yaml\n${stringify(loadScenario({ name, overrides: [] }))}\`\`\``;
}

/** Renders the page as Markdown, with a newline at its end. */
export function renderScenarioReference(): string {
  const parts = [INTRODUCTION.trimEnd(), ...renderSection([], scenarioFields), renderRules(), ...[...presets.keys()].map(renderPreset)];
  return `${parts.join('\n\n')}\n`;
}
