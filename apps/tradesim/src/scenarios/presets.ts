/** The scenarios that come with the application. A preset states what differs from the defaults of the fields. */
import type { Setting, SettingsSource } from './settings.ts';

export const DEFAULT_PRESET = 'classic';

const CLASSIC: Readonly<Record<string, unknown>> = {
  name: 'classic',
  description: 'A small market with random events, whose treasury pays budgets without end.',
};

/** By name; the values are by dotted path. */
export const presets: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([['classic', CLASSIC]]);

export function presetSource(preset: Readonly<Record<string, unknown>>): SettingsSource {
  const settings = new Map(Object.entries(preset).map(([path, value]): [string, Setting] => [path, { value, place: undefined }]));
  return { settings, problems: [], refused: [] };
}
