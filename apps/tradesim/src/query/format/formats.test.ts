import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Answer, Row } from '../query-result.ts';
import { formatted } from './formats.ts';
import type { QueryFormat } from './formats.ts';

function answer(columns: readonly string[], ...chunks: readonly (readonly Row[])[]): Answer {
  return {
    columns,
    async *chunks() {
      yield* chunks;
    },
  };
}

function text(format: QueryFormat, columns: readonly string[], ...chunks: readonly (readonly Row[])[]): Promise<string> {
  return textOf(Readable.from(formatted(answer(columns, ...chunks), format, Infinity)));
}

describe('a table', () => {
  it('is aligned: numbers to the right, the rest to the left', async () => {
    const rows: Row[] = [
      ['Sika Gold', 54, 1.5],
      ['é€😀', 1000, null],
      [null, 7, -0.25],
    ];
    expect(await text('table', ['company', 'n', 'euros'], rows)).toBe(
      [
        'company       n  euros',
        '---------  ----  -----',
        'Sika Gold    54    1.5',
        'é€😀        1000   null',
        'null          7  -0.25',
        '',
      ].join('\n'),
    );
  });

  it('has a header where there is no row', async () => {
    expect(await text('table', ['a', 'bc'])).toBe('a  bc\n-  --\n');
  });

  it('keeps a row on a line, and control characters away from the terminal', async () => {
    expect(await text('table', ['a\nb'], [['x\ny\u001B[31m'], [{ k: '\u007F\u009B' }]])).toBe(
      String.raw`a\nb
--------------------
x\ny\u001b[31m
{"k":"\u007f\u009b"}
`,
    );
  });

  it('cuts long cells', async () => {
    const cut = await text('table', ['a'], [['é'.repeat(61)], ['y'.repeat(60)], [{ z: 'z'.repeat(100) }]]);
    expect(cut.split('\n').slice(2, 5)).toEqual([`${'é'.repeat(59)}…`, 'y'.repeat(60), `{"z":"${'z'.repeat(53)}…`]);
  });
});

describe('JSON', () => {
  it('is one array, an object a line, in the order of the columns', async () => {
    const written = await text('json', ['b', '2', '1'], [['é"\n', 2, null]], [[{ a: [1] }, true, 1.5]]);
    expect(written).toBe('[\n{"b":"é\\"\\n","2":2,"1":null},\n{"b":{"a":[1]},"2":true,"1":1.5}\n]\n');
    expect(JSON.parse(written)).toHaveLength(2);
  });

  it('is an empty array where there is no row', async () => {
    expect(await text('json', ['a'])).toBe('[]\n');
  });
});

describe('CSV', () => {
  it('is as RFC 4180 says', async () => {
    const rows: Row[] = [
      ['plain', 1, null],
      ['a,b', 1.5, true],
      ['say "x"', 'two\nlines', ''],
      [[1, 'a'], { k: 'v' }, ' '],
    ];
    expect(await text('csv', ['first', 'the, second', 'c'], rows)).toBe(
      ['first,"the, second",c', 'plain,1,', '"a,b",1.5,true', '"say ""x""","two\nlines",""', '"[1,""a""]","{""k"":""v""}", ', ''].join(
        '\r\n',
      ),
    );
  });

  it('has a line that is not empty for each row', async () => {
    expect(await text('csv', ['a'], [[null]], [['']])).toBe('a\r\n""\r\n""\r\n');
  });
});
