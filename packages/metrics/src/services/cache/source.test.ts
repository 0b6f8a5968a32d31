import { describe, expect, it } from 'vitest';
import { versioned } from './source.ts';

describe('versioned', () => {
  it('has another version after each change, also after one to an equal value', () => {
    const list = ['a'];
    const source = versioned(list);
    const versions = [source.version];
    source.set(list);
    versions.push(source.version);
    list.push('b');
    source.touch();
    versions.push(source.version);
    expect(new Set(versions).size).toBe(3);
    expect(source.value).toBe(list);
  });

  it('gives the value that was set last', () => {
    const source = versioned<number | undefined>(1);
    source.set(undefined);
    expect(source.value).toBeUndefined();
  });
});
