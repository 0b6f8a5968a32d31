import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import { ESCAPING_SCHEMES } from './escape-name.ts';
import { negotiate } from './negotiate.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const TEXT_1 = 'text/plain; version=1.0.0; charset=utf-8; escaping=';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=';

describe('negotiate', () => {
  it('describes its choice', () => {
    expect(negotiate('application/openmetrics-text;version=1.0.0;escaping=dots')).toEqual({
      format: 'openmetrics',
      version: '1.0.0',
      escaping: 'dots',
      contentType: `${OPENMETRICS}dots`,
    });
    expect(negotiate('text/plain;version=1.0.0;escaping=values')).toEqual({
      format: 'text',
      version: '1.0.0',
      escaping: 'values',
      contentType: `${TEXT_1}values`,
    });
    expect(negotiate('text/plain')).toEqual({ format: 'text', version: '0.0.4', escaping: 'underscores', contentType: TEXT });
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['nothing that it writes', 'image/png,text/html'],
    ['protobuf only', 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited'],
    ['every version of text but those it writes', 'text/plain;version=0.0.3,text/plain;version=2.0.0'],
    ['OpenMetrics 2.0.0 only', 'application/openmetrics-text;version=2.0.0'],
    ['OpenMetrics 0.0.1 only', 'application/openmetrics-text;version=0.0.1'],
    ['only what is refused', '*/*;q=0'],
    ['only malformed entries', 'application/openmetrics-text;version;q,;;,,"'],
    ['any text', 'text/*'],
    ['half an asterisk', '*'],
  ])('answers text 0.0.4 to %s', (_, accept) => {
    expect(negotiate(accept)).toEqual(TEXT_0_0_4);
  });

  it.each([
    [
      'the higher quality wins, wherever it stands',
      'application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.9',
      TEXT,
    ],
    ['a missing quality is 1', 'text/plain;version=0.0.4;q=0.9,application/openmetrics-text;version=1.0.0', `${OPENMETRICS}underscores`],
    ['a difference of a thousandth counts', 'application/openmetrics-text;q=0.998,text/plain;q=0.999', TEXT],
    [
      'a version that is not written makes room for the next',
      'application/openmetrics-text;version=2.0.0;escaping=values;q=0.7,application/openmetrics-text;version=1.0.0;escaping=dots;q=0.6,text/plain;q=0.3',
      `${OPENMETRICS}dots`,
    ],
    [
      'among equals, OpenMetrics is preferred',
      'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0',
      `${OPENMETRICS}underscores`,
    ],
    [
      'among equals, it matters not that one has no version',
      'text/plain;version=0.0.4,application/openmetrics-text',
      `${OPENMETRICS}underscores`,
    ],
    ['among equals, text 1.0.0 comes before 0.0.4', 'text/plain;version=0.0.4,text/plain;version=1.0.0', `${TEXT_1}underscores`],
    ['among equals, a named format comes before any', '*/*,application/openmetrics-text;version=1.0.0', `${OPENMETRICS}underscores`],
    [
      'of two escapings the better one wins',
      'application/openmetrics-text;version=1.0.0;escaping=dots;q=0.5,application/openmetrics-text;version=1.0.0;escaping=values;q=0.6',
      `${OPENMETRICS}values`,
    ],
    [
      'of two equal escapings the first wins',
      'text/plain;version=1.0.0;escaping=dots,text/plain;version=1.0.0;escaping=values',
      `${TEXT_1}dots`,
    ],
    [
      'an asterisk that ranks higher than text 0.0.4 stands for OpenMetrics',
      'text/plain;version=0.0.4;q=0.3,*/*;q=0.9',
      `${OPENMETRICS}underscores`,
    ],
    ['any application is OpenMetrics', 'application/*', `${OPENMETRICS}underscores`],
    ['what an asterisk means is not escaped as it says', 'application/*;escaping=values', `${OPENMETRICS}underscores`],
  ])('%s', (_, accept, contentType) => {
    expect(negotiate(accept).contentType).toBe(contentType);
  });

  it.each([
    ['a format', 'application/openmetrics-text;version=1.0.0;q=0,text/plain;version=0.0.4;q=0.5', TEXT],
    ['a format in spite of an asterisk', 'application/openmetrics-text;version=1.0.0;q=0,text/plain;version=0.0.4;q=0,application/*', TEXT],
    ['text 0.0.4 in spite of an asterisk', 'text/plain;q=0,*/*;q=0.1', `${OPENMETRICS}underscores`],
    [
      'a media type, but not a version of it that is named',
      'application/openmetrics-text;q=0,application/openmetrics-text;version=1.0.0;q=0.1',
      `${OPENMETRICS}underscores`,
    ],
    [
      'a version, although its media type is allowed',
      'application/openmetrics-text;version=1.0.0;q=0,application/openmetrics-text,text/plain;q=0.1',
      TEXT,
    ],
    ['all of a type, but not what is named', 'text/*;q=0,text/plain;version=1.0.0;q=0.1', `${TEXT_1}underscores`],
  ])('a quality of 0 excludes %s', (_, accept, contentType) => {
    expect(negotiate(accept).contentType).toBe(contentType);
  });

  it.each([
    ['media type, parameter names', 'APPLICATION/OPENMETRICS-TEXT;VERSION=1.0.0', `${OPENMETRICS}underscores`],
    [
      'blanks everywhere',
      'application/openmetrics-text ; version=1.0.0 ; q=0.9 , text/plain ; version=0.0.4 ; q=0.5',
      `${OPENMETRICS}underscores`,
    ],
    ['quoted values', 'application/openmetrics-text;version="1.0.0";charset="utf-8";escaping="allow-utf-8"', `${OPENMETRICS}allow-utf-8`],
    ['no version of OpenMetrics', 'application/openmetrics-text', `${OPENMETRICS}underscores`],
    ['no version of text', 'text/plain;escaping=allow-utf-8', TEXT],
    [
      'a malformed quality, which makes room for the next',
      'application/openmetrics-text;version=1.0.0;q=abc,text/plain;version=0.0.4;q=0.5',
      TEXT,
    ],
  ])('reads %s', (_, accept, contentType) => {
    expect(negotiate(accept).contentType).toBe(contentType);
  });

  it.each([
    '',
    ';escaping=rot13',
    ';escaping=ALLOW-UTF-8',
    ';escaping=""',
    ';escaping="x\\"; evil=1"',
    ';escaping=__proto__',
    ';escaping=length',
  ])('escapes by underscores where the header says %j', (parameter) => {
    expect(negotiate(`application/openmetrics-text;version=1.0.0${parameter}`).contentType).toBe(`${OPENMETRICS}underscores`);
    expect(negotiate(`text/plain;version=1.0.0${parameter}`).contentType).toBe(`${TEXT_1}underscores`);
  });

  it('answers megabytes of hostile header with text 0.0.4', () => {
    for (const hostile of [
      'a/b;c="'.repeat(1e5),
      ','.repeat(1e6),
      `text/plain${';'.repeat(1e6)}`,
      '\\'.repeat(1e6),
      '="'.repeat(1e6),
      `a/b;q=${'0'.repeat(1e6)}`,
    ]) {
      expect(negotiate(hostile)).toEqual(TEXT_0_0_4);
    }
  });

  it('answers one of the content types of this library to anything, without throwing', () => {
    const known = new Set([TEXT, ...ESCAPING_SCHEMES.flatMap((scheme) => [version1('text', scheme).contentType, OPENMETRICS + scheme])]);
    const part = fc.constantFrom(
      'application/openmetrics-text',
      'text/plain',
      '*/*',
      ';version=1.0.0',
      ';version=0.0.4',
      ';q=0.5',
      ';q=0',
      ';q=',
      ';escaping=dots',
      ';escaping=\r\nX: 1',
      ',',
      '"',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 20 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (accept) => {
          expect(known).toContain(negotiate(accept).contentType);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not depend on the order of entries of different quality', () => {
    const accept =
      'application/openmetrics-text;version=1.0.0;escaping=values;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=dots;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
    const entries = accept.split(',');
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(negotiate(shuffled.join(','))).toEqual(version1('openmetrics', 'values'));
      }),
    );
  });
});
