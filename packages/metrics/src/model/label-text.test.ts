import { describe, expect, it } from 'vitest';
import { escapeLabelValue, labelText } from './label-text.ts';
import { sampleName } from './sample-name.ts';

describe('escapeLabelValue', () => {
  it.each([
    ['nothing', 'plain | , = {} \t \r \0 😀', 'plain | , = {} \t \r \0 😀'],
    ['a backslash', String.raw`C:\n`, String.raw`C:\\n`],
    ['a double quote', 'say "hi"', String.raw`say \"hi\"`],
    ['a line feed', 'a\nb', String.raw`a\nb`],
    ['all three, in one pass', '\\"\n\\"\n', String.raw`\\\"\n\\\"\n`],
  ])('escapes %s', (_, value, escaped) => {
    expect(escapeLabelValue(value)).toBe(escaped);
  });
});

describe('labelText', () => {
  it('writes the labels in the order of the names', () => {
    expect(labelText(['shop', 'state'], ['Köln "1"', ''])).toBe(String.raw`shop="Köln \"1\"",state=""`);
  });
});

describe('sampleName', () => {
  it.each([
    ['a plain sample', '', '', undefined, 'h'],
    ['labels', '', 'a="x"', undefined, 'h{a="x"}'],
    ['a suffix', '_sum', 'a="x"', undefined, 'h_sum{a="x"}'],
    ['a bucket', '_bucket', '', 0.5, 'h_bucket{le="0.5"}'],
    ['a bucket with labels', '_bucket', 'a="x"', Infinity, 'h_bucket{a="x",le="+Inf"}'],
  ] as const)('writes %s', (_, suffix, labels, upperBound, name) => {
    expect(sampleName('h', suffix, labels, upperBound)).toBe(name);
  });
});
