import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogueMarkdown } from './catalogue-markdown.ts';
import type { CatalogueEntry } from './catalogue.ts';

const mark = fc.constantFrom(
  ...Array.from('|`\\*_<>[](){}~&$#!"\'-:=+. a1é'),
  '\n',
  '\r',
  '\t',
  '\u2028',
  '&lt;',
  '||',
  '\\|',
  '<!--',
  '😀',
);
const text = fc.oneof(
  fc.array(mark, { maxLength: 12 }).map((marks) => marks.join('')),
  fc.string({ unit: 'binary' }),
);
const labels = fc.dictionary(text, fc.oneof(fc.constant('open' as const), fc.array(text, { maxLength: 3 })));
const alert = fc.record({
  expression: text,
  forSeconds: fc.nat(10_000),
  severity: fc.constantFrom('critical' as const, 'info' as const),
  summary: text,
});
const entry: fc.Arbitrary<CatalogueEntry> = fc.record(
  {
    name: text,
    type: fc.constantFrom('gauge' as const, 'counter' as const, 'histogram' as const),
    help: text,
    unit: text,
    labels,
    source: fc.constant('recorded' as const),
    measured: fc.boolean(),
    exposed: fc.constant(true),
    title: text,
    group: text,
    better: fc.constantFrom('up' as const, 'down' as const),
    alert,
    reads: fc.constant([]),
  },
  { requiredKeys: ['name', 'type', 'help', 'labels', 'source', 'measured', 'exposed', 'title', 'group', 'reads'] },
);

/** The cells of a row, as GitHub finds them: a backslash and a mark are one character, and no border of a cell. */
function cellsOf(row: string): readonly string[] {
  const cells = [...row.matchAll(/((?:\\[!-/:-@[-`{-~]|[^|])*)\|/gy)].map(([, cell]) => cell!.trim());
  return cells.slice(1);
}

const unescaped = (markdown: string): string => markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
const inOneLine = (any: string): string => any.trim().replaceAll(/\s+/g, ' ');

function tablesOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split(/\r\n|\r|\n/);
  const starts = lines.flatMap((line, i) => (line.startsWith('| --- ') ? [i - 1] : []));
  return starts.map((start) => {
    const length = lines.slice(start).findIndex((line) => line === '');
    return lines.slice(start, start + length);
  });
}

it('whatever texts there are, each metric and alert is one row, and each row has as many cells as its table has heads', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      const tables = tablesOf(catalogueMarkdown(entries));
      const alerts = entries.filter((each) => each.alert !== undefined);
      expect(tables).toHaveLength(new Set(entries.map(({ group }) => group)).size + (alerts.length === 0 ? 0 : 1));
      expect(tables.flatMap((table) => table.slice(2))).toHaveLength(entries.length + alerts.length);
      for (const [heads, ...rows] of tables) {
        for (const row of rows) expect(cellsOf(row), row).toHaveLength(cellsOf(heads!).length);
      }
    }),
  );
});

it('whatever text a help is, it can be read again from its cell', () => {
  fc.assert(
    fc.property(entry, (each) => {
      const [table] = tablesOf(catalogueMarkdown([each]));
      const help = cellsOf(table![2]!)[4]!;
      expect(unescaped(help)).toBe(inOneLine(each.help));
    }),
  );
});
