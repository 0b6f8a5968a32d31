import { describe, expect, it } from 'vitest';
import { isLegacyName, isUtf8Name } from './name-validity.ts';

describe('the names that are allowed', () => {
  it.each([
    ['letters, digits, underscores', 'aZ_09', { metric: true, label: true, utf8: true }],
    ['one underscore', '_', { metric: true, label: true, utf8: true }],
    ['a colon', 'a:b', { metric: true, label: false, utf8: true }],
    ['a colon first', ':a', { metric: true, label: false, utf8: true }],
    ['a digit first', '0a', { metric: false, label: false, utf8: true }],
    ['a dot', 'a.b', { metric: false, label: false, utf8: true }],
    ['a dash', 'a-b', { metric: false, label: false, utf8: true }],
    ['a blank', 'a b', { metric: false, label: false, utf8: true }],
    ['a letter with an accent', 'é', { metric: false, label: false, utf8: true }],
    ['an emoji', '😀', { metric: false, label: false, utf8: true }],
    ['U+0000', '\0', { metric: false, label: false, utf8: true }],
    ['a quote', '"', { metric: false, label: false, utf8: true }],
    ['a line feed at the end', 'a\n', { metric: false, label: false, utf8: true }],
    ['nothing', '', { metric: false, label: false, utf8: false }],
    ['the first half of a surrogate pair', 'a\ud83d', { metric: false, label: false, utf8: false }],
    ['the second half of a surrogate pair', '\ude00a', { metric: false, label: false, utf8: false }],
  ])('%s', (_, name, expected) => {
    expect({ metric: isLegacyName(name, 'metric'), label: isLegacyName(name, 'label'), utf8: isUtf8Name(name) }).toEqual(expected);
  });
});
