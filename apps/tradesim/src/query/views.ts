/** The tables of a query, as views over the files. */
import type { Stem } from './journal-file-names.ts';
import type { JournalFile, WholeRecords } from './journal-file.ts';
import { EVENTS, SAMPLES, TRANSACTIONS, TURNS } from './journal-tables.ts';
import type { Columns } from './journal-tables.ts';
import { identifier, literal, literals } from './sql-text.ts';

/** A label as `/metrics` and the journal write it: name and quoted value. */
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"`;

/** Names of the tables, in the order in which messages list them. */
export const TABLES = ['transactions', 'events', 'metrics', 'metrics_json'] as const;

/** Returns the statements that make the tables, replacing those there are. */
export function viewStatements(files: Readonly<Record<Stem, readonly JournalFile[]>>): string[] {
  const bodies: Record<(typeof TABLES)[number], string> = {
    transactions: records(files.transactions, TRANSACTIONS),
    events: records(files.events, EVENTS),
    metrics: samples(records(files.metrics, SAMPLES)),
    metrics_json: records(files.metrics, TURNS),
  };
  return TABLES.map((table) => `create or replace view ${table} as ${bodies[table]}`);
}

function records(files: readonly JournalFile[], columns: Columns): string {
  const whole = files.filter(({ torn }) => torn === undefined).map(({ path }) => path);
  const parts = files.flatMap(({ path, torn }) => (torn === undefined || torn.last < torn.first ? [] : wholePart(path, torn, columns)));
  if (whole.length > 0) parts.unshift(`select * from ${reader(whole, columns)}`);
  return parts.length === 0 ? noRecords(columns) : parts.join(' union all ');
}

/**
 * Reads a torn file up to its last whole record. A reader that ignores errors makes an empty record of a torn line, but
 * of a corrupt one before it as well, and may swallow the line after that; as `seq` has no gap, counting finds out.
 */
function wholePart(path: string, { first, last }: WholeRecords, columns: Columns): string {
  const fault = literal(`Malformed JSON in file "${path}": not every whole line is a record.`);
  const complete = `select case when count(*) = ${last - first + 1} then true else error(${fault}) end
    from ${reader([path], { seq: 'BIGINT' }, 'ignore_errors = true')} where seq between ${first} and ${last}`;
  return `select * from ${reader([path], columns, 'ignore_errors = true')} where seq <= ${last} and (${complete})`;
}

function noRecords(columns: Columns): string {
  const empty = Object.entries(columns).map(([name, type]) => `cast(null as ${type}) as ${identifier(name)}`);
  return `select ${empty.join(', ')} where false`;
}

/** Partitions are switched off, because a directory named like `run=5` would become a column. */
function reader(paths: readonly string[], columns: Columns, option = 'ignore_errors = false'): string {
  const types = Object.entries(columns).map(([name, type]) => `${identifier(name)}: ${literal(type)}`);
  const options = `format = 'newline_delimited', hive_partitioning = false, ${option}`;
  return `read_json(${literals(paths)}, ${options}, columns = {${types.join(', ')}})`;
}

/** One row per sample, with its name and labels taken apart. */
function samples(turns: string): string {
  const values = `list_transform(regexp_extract_all(series, ${literal(LABEL)}, 2), lambda quoted: ${unquoted('quoted')})`;
  return `select turn, "timestamp", section, split_part(series, '{', 1) as name,
      map(regexp_extract_all(series, ${literal(LABEL)}, 1), ${values}) as labels, value, series
    from (
      select turn, "timestamp", section, sample.key as series, sample.value as value
      from (
        select turn, "timestamp", part.section, unnest(map_entries(part.samples)) as sample
        from (
          select turn, "timestamp", unnest([
            {section: 'metrics', samples: metrics}, {section: 'runtime', samples: runtime}]) as part
          from (${turns}))))`;
}

/** Undoes the three escapes of a label value; the character 1 stands for a backslash meanwhile. */
function unquoted(text: string): string {
  return String.raw`replace(replace(replace(replace(${text}, '\\', chr(1)), '\"', '"'), '\n', chr(10)), chr(1), '\')`;
}
