/** Applies the rules between fields to the effective settings. */
import type { Breach, FieldRule, RuleView } from './field-rules.ts';
import { crossFieldRules, pairRules } from './field-rules.ts';
import { problemText } from './problem.ts';
import type { LeafPath } from './scenario-fields.ts';
import type { Settings } from './settings.ts';

const RULES = [...pairRules, ...crossFieldRules];

function viewOf(settings: Settings): RuleView {
  const number = (path: LeafPath): number => settings.get(path)?.value as number;
  const show = (path: LeafPath): string => `${path} (${number(path)}, ${settings.get(path)?.place ?? 'default'})`;
  return { number, show };
}

function breachText(settings: Settings, { paths }: FieldRule, { path, rule, recipe }: Breach): string {
  const culprit = settings.get(path);
  const place = culprit?.place ?? paths.map((other) => settings.get(other)?.place).find((other) => other !== undefined) ?? 'scenario';
  const got = `${String(culprit?.value)} (${culprit?.place === undefined ? 'default' : 'number'})`;
  return problemText(place, { path: path.split('.'), rule, got, recipe });
}

function isRefused(path: string, refused: ReadonlySet<string>): boolean {
  const names = path.split('.');
  return names.some((_name, index) => refused.has(names.slice(0, index + 1).join('.')));
}

/** Returns a text per broken rule, at most one per field. Rules that involve a refused field are left out: its value is not known. */
export function brokenRules(settings: Settings, refused: ReadonlySet<string>): readonly string[] {
  const view = viewOf(settings);
  const texts = new Map<LeafPath, string>();
  for (const rule of RULES) {
    if (rule.paths.some((path) => isRefused(path, refused))) continue;
    const breach = rule.breach(view);
    if (breach !== undefined && !texts.has(breach.path)) texts.set(breach.path, breachText(settings, rule, breach));
  }
  return [...texts.values()];
}
