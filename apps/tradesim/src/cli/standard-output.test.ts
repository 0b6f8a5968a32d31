import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeAll } from './standard-output.ts';

/** A reader that takes some texts, and then fails. */
function output(taken: string[], { after, code }: { after: number; code: string }): Writable {
  return new Writable({
    write: (chunk, _, done) => {
      if (taken.length === after) done(Object.assign(new Error(code), { code }));
      else {
        taken.push(String(chunk));
        setImmediate(done);
      }
    },
  });
}

describe('texts', () => {
  async function* texts(made: string[]): AsyncGenerator<string> {
    for (const text of ['a', 'b', 'c', 'd']) {
      made.push(text);
      yield text;
    }
  }

  it('are written in order, each when the one before has been taken', async () => {
    const taken: string[] = [];
    await writeAll(output(taken, { after: Infinity, code: '' }), texts([]));
    expect(taken).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are no longer made when nobody reads them, and nothing is said', async () => {
    const [taken, made]: [string[], string[]] = [[], []];
    await writeAll(output(taken, { after: 2, code: 'EPIPE' }), texts(made));
    expect(taken).toEqual(['a', 'b']);
    expect(made).toEqual(['a', 'b', 'c']);
  });

  it('that cannot be written for another reason are an error', async () => {
    await expect(writeAll(output([], { after: 1, code: 'ENOSPC' }), texts([]))).rejects.toThrow('ENOSPC');
  });
});
