import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenFile } from './open-file.ts';
import { repairFile, repairTail } from './repair.ts';

let directory: string;
let path: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-repair-'));
  path = join(directory, 'x.jsonl');
});

afterAll(() => rm(directory, { recursive: true }));

async function repaired(content: string | Uint8Array): Promise<{ content: string; removedBytes: number }> {
  await writeFile(path, content);
  const { removedBytes } = await repairFile(path);
  return { content: await readFile(path, 'utf8'), removedBytes };
}

/** A regular file in memory, to cut at many places. */
function memoryFile(content: Uint8Array): OpenFile & { content: Uint8Array } {
  return {
    content,
    stat: async () => ({ size: content.length, nlink: 1, isFile: () => true }),
    read: async (buffer, offset, length, position) => {
      const block = content.subarray(position, position + length);
      buffer.set(block, offset);
      return { bytesRead: block.length };
    },
    async truncate(lengthBytes) {
      this.content = content.subarray(0, lengthBytes);
    },
    write: () => Promise.reject(new Error('repair does not write')),
    sync: async () => {},
    close: async () => {},
  };
}

/** Records that make a scan stumble: escaped and multi-byte text, separators that only some readers split at. */
const record = fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), fc.oneof(fc.jsonValue(), fc.constant('é€😀\u2028')), {
  maxKeys: 3,
});

describe('repairFile', () => {
  it('turns every truncation of a journal into a prefix of whole records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 4 }), async (records) => {
        const whole = Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
        for (let cut = 0; cut <= whole.length; cut += 1) {
          const file = memoryFile(whole.subarray(0, cut));
          const expected = whole.subarray(0, cut).lastIndexOf('\n') + 1;
          expect(await repairTail(file)).toEqual({ removedBytes: cut - expected });
          expect(file.content.length).toBe(expected);
        }
      }),
    );
  });

  it('does so on a real disk', async () => {
    const lines = ['{"seq":1,"name":"é"}\n', '{"seq":2,"name":"€😀"}\n', '{"seq":3}\n'].map((line) => Buffer.from(line));
    const whole = Buffer.concat(lines);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const { content } = await repaired(whole.subarray(0, cut));
      const kept = lines.filter((_, index) => Buffer.concat(lines.slice(0, index + 1)).length <= cut);
      expect(content).toBe(Buffer.concat(kept).toString());
    }
  });

  it('finds the last line break across blocks, whatever the length of the lines', async () => {
    const blockBytes = 64 * 1024;
    for (const lengthBytes of [blockBytes - 1, blockBytes, blockBytes + 1, 3 * blockBytes + 7]) {
      const line = `${JSON.stringify('x'.repeat(lengthBytes - 3))}\n`;
      expect(await repaired(`{}\n${line}${line.slice(0, -1)}`)).toEqual({ content: `{}\n${line}`, removedBytes: lengthBytes - 1 });
    }
  });

  it.each([
    ['an empty file', '', ''],
    ['a torn line only', '{"seq":1', ''],
    ['zeros after the last record', '{"seq":1}\n\0\0\0\0', '{"seq":1}\n'],
    ['a last line that is not JSON', '{"seq":1}\n{"seq":2,\n', '{"seq":1}\n'],
    ['a last line that is not JSON, and a torn one', '{"seq":1}\n{"seq":2,\n{"s', '{"seq":1}\n'],
    ['an empty last line', '{"seq":1}\n\n', '{"seq":1}\n'],
    ['a single line that is not JSON', 'oops\n', ''],
    ['whole records', '{"seq":1}\n{"seq":2}\n', '{"seq":1}\n{"seq":2}\n'],
  ])('repairs %s', async (_, before, after) => {
    const result = await repaired(before);
    expect(result).toEqual({ content: after, removedBytes: before.length - after.length });
  });

  it('removes a last line whose text is not valid UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"seq":1}\n{"name":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}\n')]);
    expect((await repaired(bytes)).content).toBe('{"seq":1}\n');
  });

  it('removes at most one complete line, so that a file of another kind is not eaten up', async () => {
    expect((await repaired('dear\ndiary\n')).content).toBe('dear\n');
  });

  it('does not touch a whole file', async () => {
    await writeFile(path, '{}\n');
    const before = await stat(path, { bigint: true });
    await repairFile(path);
    expect((await stat(path, { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  });

  it('reads the end of a large file only', async () => {
    await writeFile(path, '{}\n');
    await truncate(path, 2 ** 40).catch(() => truncate(path, 2 ** 32));
    const { size } = await stat(path);
    await writeFile(path, '\n{"seq":2}\n{"s', { flag: 'a' });
    expect(await repairFile(path)).toEqual({ removedBytes: 3 });
    expect((await stat(path)).size).toBe(size + 11);
  });

  it('reports a missing file', async () => {
    await expect(repairFile(join(directory, 'missing.jsonl'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
