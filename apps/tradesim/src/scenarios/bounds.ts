/** The bounds that several fields share. They are generous: what a field allows, the engine can compute. */
import type { NumberBounds } from './field.ts';

export const PROBABILITY: NumberBounds = { unit: 'probability', min: 0, max: 1 };
export const EUROS: NumberBounds = { unit: 'euros', min: 0.01, max: 1_000_000_000, decimals: 2 };
export const EUROS_OR_NONE: NumberBounds = { ...EUROS, min: 0 };
export const WHOLE_EUROS: NumberBounds = { unit: 'euros', min: 0, max: 1_000_000_000, decimals: 0 };
export const PERCENT: NumberBounds = { unit: 'percent', min: 0, max: 1_000 };
export const SHARE_PERCENT: NumberBounds = { unit: 'percent', min: 0, max: 100 };
export const TURNS: NumberBounds = { unit: 'turns', min: 1, max: 1_000_000, decimals: 0 };
export const TURNS_OR_NONE: NumberBounds = { ...TURNS, min: 0 };
export const UNITS: NumberBounds = { unit: 'units', min: 1, max: 1_000_000, decimals: 0 };
export const UNITS_OR_NONE: NumberBounds = { ...UNITS, min: 0 };

/** Bounds for a number of entities, at least one. */
export function entities(unit: string): NumberBounds {
  return { unit, min: 1, max: 1_000_000, decimals: 0 };
}
