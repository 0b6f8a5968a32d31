import type { DuckDBValue } from '@duckdb/node-api';

/** A value as JSON has it. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [name: string]: PlainValue };

/**
 * Returns a value of DuckDB as JSON has it. Integers and decimals are numbers where a number is exact, and text
 * otherwise; so are infinities and NaN. Lists, structs and maps keep their shape; dates, times and the rest are text.
 */
export function plainValue(value: DuckDBValue): PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return exactInteger(value);
  if ('scale' in value) return exactDecimal(String(value));
  if ('items' in value) return value.items.map(plainValue);
  if ('entries' in value) return plainObject(value.entries);
  return 'value' in value ? plainValue(value.value) : String(value);
}

/** Returns what a JSON text holds. */
export function parsedJson(text: PlainValue): PlainValue {
  return typeof text === 'string' ? (JSON.parse(text) as PlainValue) : text;
}

type Pairs = readonly { readonly key: DuckDBValue; readonly value: DuckDBValue }[];

/** Maps have pairs, structs a property for each field. */
function plainObject(entries: Pairs | Readonly<Record<string, DuckDBValue>>): PlainValue {
  const pairs: readonly (readonly [string, DuckDBValue])[] = isPairs(entries)
    ? entries.map(({ key, value }) => [String(key), value])
    : Object.entries(entries);
  return Object.fromEntries(pairs.map(([name, value]) => [name, plainValue(value)]));
}

function isPairs(entries: Pairs | Readonly<Record<string, DuckDBValue>>): entries is Pairs {
  return Array.isArray(entries);
}

function exactInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** A number keeps 15 significant digits, whatever they are. */
function exactDecimal(text: string): number | string {
  const significant = text
    .replace(/\.?0+$/, '')
    .replaceAll(/\D/g, '')
    .replace(/^0+/, '');
  return significant.length <= 15 ? Number(text) : text;
}
