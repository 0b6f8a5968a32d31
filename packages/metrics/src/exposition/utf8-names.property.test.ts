/**
 * What is read out of documents with UTF-8 names is what was put in. Where these are escaped, prometheus_client reads
 * them; where they stand in quotes, a reader of this file does, since no other is at hand.
 */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { PythonTextParser, float64Bits } from '../../../../test/oracles/text-parser.ts';
import type { ParsedSample } from '../../../../test/oracles/python-parser.ts';
import { contents, identity } from '../../../../test/support/sample-identity.ts';
import type { AnyFamily } from '../registry/instrument-kinds.ts';
import { givenFamilies, hostileName, madeTogether } from '../testing/hostile-families.ts';
import { version1 } from './content-type.ts';
import type { Exposition } from './content-type.ts';
import { Document } from './document.ts';
import { Moment } from './moment.ts';
import { textOf } from './text.ts';

const missing = await missingDebianPackage('python3-prometheus-client');

function written(families: readonly AnyFamily[], exposition: Exposition): string {
  return textOf(new Document(Moment.passing(families), exposition));
}

function shown(families: readonly AnyFamily[]): ParsedSample[] {
  return families.flatMap((family) => family.get()).map(({ name, labels, value }) => ({ name, labels, bits: float64Bits(value) }));
}

/** A name or a name in quotes, and the value of the label that it is; only the first may be no label. */
const ITEM = /(?:(?<bare>[a-zA-Z_:][a-zA-Z0-9_:]*)|"(?<quoted>(?:[^"\\\n]|\\["\\n])*)")(?:="(?<value>(?:[^"\\\n]|\\["\\n])*)")?/y;

function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/** Reads a line of a sample, strictly: no blanks but the one before the value. */
function readSample(line: string): ParsedSample {
  const names: string[] = [];
  const labels: Record<string, string> = {};
  const readItem = (at: number): number => {
    ITEM.lastIndex = at;
    const { bare, quoted, value } = ITEM.exec(line)!.groups!;
    const name = bare ?? unescaped(quoted!);
    if (value === undefined) names.push(name);
    else {
      expect(Object.hasOwn(labels, name), `a label ${name} stands twice`).toBe(false);
      labels[name] = unescaped(value);
    }
    return ITEM.lastIndex;
  };
  let at = line.startsWith('{') ? 0 : readItem(0);
  if (line[at] === '{') {
    do at = readItem(at + 1);
    while (line[at] === ',');
    expect(line[at++]).toBe('}');
  }
  expect(names, line).toHaveLength(1);
  const number = /^ (\S+)$/.exec(line.slice(at))![1]!.replace('Inf', 'Infinity');
  return { name: names[0]!, labels, bits: float64Bits(Number(number)) };
}

function samplesOf(document: string): ParsedSample[] {
  return document
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readSample);
}

describe('UTF-8 names', () => {
  it('are read back where they stand in quotes: text', () => {
    fc.assert(
      fc.property(givenFamilies(hostileName), (given) => {
        const families = madeTogether(given);
        expect(samplesOf(written(families, version1('text', 'allow-utf-8')))).toEqual(shown(families));
      }),
      { numRuns: 500 },
    );
  });

  it('are read back where they stand in quotes: OpenMetrics', () => {
    fc.assert(
      fc.property(givenFamilies(hostileName), (given) => {
        const families = madeTogether(given);
        const known = new Set(shown(families).map(identity));
        const samples = samplesOf(written(families, version1('openmetrics', 'allow-utf-8'))).map(withBoundsOfText);
        expect(samples.map(identity).filter((sample) => !known.has(sample))).toEqual([]);
        expect(new Set(samples.map(identity)).size).toBe(samples.length);
      }),
      { numRuns: 500 },
    );
  });

  describe('that are escaped', () => {
    const python = new PythonTextParser();
    afterAll(() => python.close());

    beforeEach(({ skip }) => skip(missing !== undefined, missing));

    it.each(['underscores', 'dots', 'values'] as const)('stay different, and lose no sample and no label: %s', async (scheme) => {
      await fc.assert(
        fc.asyncProperty(givenFamilies(hostileName), async (given) => {
          const families = madeTogether(given);
          const samples = (await python.parse(written(families, version1('text', scheme)))).flatMap((family) => family.samples);
          expect(contents(samples)).toEqual(contents(shown(families)));
          expect(new Set(samples.map(identity)).size).toBe(samples.length);
        }),
        { numRuns: 300 },
      );
    });
  });
});

/** OpenMetrics writes `1.0` where the text format writes `1`. */
function withBoundsOfText({ labels, ...sample }: ParsedSample): ParsedSample {
  const entries = Object.entries(labels).map(([name, value]) => [name, /^(?:le|quantile)$/.test(name) ? value.replace(/\.0$/, '') : value]);
  return { ...sample, labels: Object.fromEntries(entries) as Record<string, string> };
}
