/** The values of a scenario before they become effective: by dotted path, each with the place that set it. */
import type { Field } from './field.ts';
import type { FieldPath } from './field-paths.ts';
import { leaves } from './field-paths.ts';
import type { Scenario } from './scenario-fields.ts';
import { scenarioFields } from './scenario-fields.ts';

export interface Setting {
  readonly value: unknown;
  /** `file:line`, or an override with its text; `undefined` for a default. */
  readonly place: string | undefined;
}

export type Settings = ReadonlyMap<string, Setting>;

/** What one source (a preset, a file, the overrides) sets, and what is wrong with it. */
export interface SettingsSource {
  readonly settings: Settings;
  readonly problems: readonly string[];
  /** Dotted paths of fields that were refused; the rules between fields leave them out. */
  readonly refused: readonly string[];
}

const defaults: Settings = new Map(leaves.map(([path, field]) => [path.join('.'), { value: field.default, place: undefined }]));

/** Lays the sources over the defaults; later ones win. Every leaf has a setting. */
export function effectiveSettings(sources: readonly SettingsSource[]): Settings {
  return new Map([defaults, ...sources.map(({ settings }) => settings)].flatMap((settings) => [...settings]));
}

function assembled(field: Field, path: FieldPath, settings: Settings): unknown {
  if (field.kind !== 'section') return settings.get(path.join('.'))?.value;
  return Object.fromEntries(Object.entries(field.fields).map(([name, inner]) => [name, assembled(inner, [...path, name], settings)]));
}

/** Builds the scenario in the order of the table. The settings are complete and checked. */
export function scenarioOf(settings: Settings): Scenario {
  return assembled(scenarioFields, [], settings) as Scenario;
}
