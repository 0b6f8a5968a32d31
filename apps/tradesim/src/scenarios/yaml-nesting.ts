/**
 * The depth of a YAML text, measured on its tokens without recursion. The composer of the yaml package recurses: a
 * megabyte of opening brackets would end the process, so the depth is known before anything is composed.
 */
import type { CST } from 'yaml';

export const MAX_NESTING = 32;

function* innerTokens(token: CST.Token): Generator<CST.Token> {
  if (!('items' in token)) return;
  for (const { key, value } of token.items) {
    if (key) yield key;
    if (value) yield value;
  }
}

/** Finds a token nested deeper than `MAX_NESTING`. */
export function tooDeepToken(tokens: readonly CST.Token[]): CST.Token | undefined {
  const pending = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (depth > MAX_NESTING) return token;
    if (token.type === 'document' && token.value !== undefined) pending.push({ token: token.value, depth });
    for (const inner of innerTokens(token)) pending.push({ token: inner, depth: depth + 1 });
  }
  return undefined;
}
