import { describe, expect, it } from 'vitest';
import { codeText, markdownTable, plainText } from './catalogue-text.ts';

describe('plain text in Markdown', () => {
  it.each([
    ['words, digits and marks stay', 'Orders (open): 5% of 1,000!', 'Orders (open): 5% of 1,000!'],
    ['a pipe', 'a|b', String.raw`a\|b`],
    ['a pipe behind a backslash', String.raw`a\|b`, String.raw`a\\\|b`],
    ['a backslash at the end', 'a\\', String.raw`a\\`],
    ['backticks', '`rm`', '\\`rm\\`'],
    ['line breaks of any kind', ' a\nb\r\nc\u2028d \t e\n', 'a b c d e'],
    ['HTML', '<img src=x onerror=alert(1)>', String.raw`\<img src=x onerror=alert(1)\>`],
    ['a comment that does not end', '<!-- a', String.raw`\<!-- a`],
    ['an entity', '&lt;', String.raw`\&lt;`],
    ['braces of templates', '{{ constructor }}', String.raw`\{\{ constructor \}\}`],
    ['emphasis', '*a* ~b~', String.raw`\*a\* \~b\~`],
    ['a link', '[a](https://b)', String.raw`\[a\](https://b)`],
    ['a formula', '$a$', String.raw`\$a\$`],
    ['a number sign', 'a #', String.raw`a \#`],
    ['underscores inside of a name stay', 'shop_open_orders', 'shop_open_orders'],
    ['underscores around a word', '_a_ __b', String.raw`\_a\_ \_\_b`],
    ['nothing', ' \n ', ''],
  ])('escapes %s', (_, text, markdown) => {
    expect(plainText(text)).toBe(markdown);
  });
});

describe('code in Markdown', () => {
  it.each(['shop_orders', 'increase(shop_orders_total[5m]) > 0', '{"a.b", c="d"}', 'größe', '$a$'])('shows %s as it is', (text) => {
    expect(codeText(text)).toBe(`\`${text}\``);
  });

  it.each([
    ['a backtick', 'a`b', 'a\\`b'],
    ['a pipe', 'a|b', String.raw`a\|b`],
    ['a backslash', String.raw`a\b`, String.raw`a\\b`],
    ['a line break', 'a\nb', 'a b'],
    ['space at an end', ' a', 'a'],
    ['nothing', '', ''],
  ])('is plain text where it could not: %s', (_, text, markdown) => {
    expect(codeText(text)).toBe(markdown);
  });
});

it('a table has a line for the heads, one of dashes, and one for each row', () => {
  expect(markdownTable(['a', 'b'], [['1', '']])).toBe('| a | b |\n| --- | --- |\n| 1 |  |');
});
