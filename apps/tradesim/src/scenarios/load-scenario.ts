import { brokenRules } from './broken-rules.ts';
import { overridesSource } from './overrides.ts';
import { DEFAULT_PRESET, presetSource, presets } from './presets.ts';
import { problemText, valueText } from './problem.ts';
import { ScenarioError } from './scenario-error.ts';
import { fileSource } from './scenario-file.ts';
import type { Scenario } from './scenario-fields.ts';
import type { SettingsSource } from './settings.ts';
import { effectiveSettings, scenarioOf } from './settings.ts';
import { closest } from './suggestion.ts';

export interface ScenarioRequest {
  /**
   * A preset, or a file when it ends in .yaml, .yml or .json or contains a slash.
   * @default classic
   */
  readonly name?: string;
  /** Texts PATH=VALUE, applied in order: companies.count=1000. */
  readonly overrides: readonly string[];
}

/** Whether a scenario is named by a file and not by a preset. */
export function isScenarioFile(name: string): boolean {
  return name.includes('/') || /\.(?:ya?ml|json)$/i.test(name);
}

function unknownPreset(name: string): ScenarioError {
  const names = [...presets.keys()];
  const match = closest(name, names);
  const question = match === undefined ? '' : `Did you mean ${match}? `;
  const recipe = `${question}A file ends in .yaml, .yml or .json, or contains a slash: ./my-market.yaml.`;
  return new ScenarioError([
    problemText('scenario', { path: [], rule: `a preset (${names.join(', ')}) or a file`, got: valueText(name), recipe }),
  ]);
}

function baseSource(name: string): SettingsSource {
  if (isScenarioFile(name)) return fileSource(name);
  const preset = presets.get(name);
  if (preset === undefined) throw unknownPreset(name);
  return presetSource(preset);
}

/**
 * Returns the effective scenario: the defaults, what the preset or the file says, and the overrides.
 * The result is plain data in a fixed order of fields; it survives JSON unchanged.
 * @throws {ScenarioError} with every problem found, when anything is unknown, refused or contradictory.
 * @example loadScenario({ name: 'classic', overrides: ['companies.count=10'] }).companies.count // => 10
 */
export function loadScenario({ name = DEFAULT_PRESET, overrides }: ScenarioRequest): Scenario {
  const sources = [baseSource(name), overridesSource(overrides)];
  const settings = effectiveSettings(sources);
  const refused = new Set(sources.flatMap((source) => source.refused));
  const problems = [...sources.flatMap((source) => source.problems), ...brokenRules(settings, refused)];
  if (problems.length > 0) throw new ScenarioError(problems);
  return scenarioOf(settings);
}
