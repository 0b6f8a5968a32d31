import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamagedGzip } from './byte-source.ts';
import { GzipSource } from './gzip-source.ts';
import { MemoryFiles } from './testing/memory-files.ts';

/** What of a file can be read, and whether it is damaged. */
async function textOf(
  compressed: Uint8Array,
  options: { skip?: number; blockBytes?: number } = {},
): Promise<{ text: Buffer; isDamaged: boolean }> {
  const files = new MemoryFiles();
  files.write('x.gz', compressed);
  const source = new GzipSource(await files.open('x.gz'), compressed.length);
  const blocks: Buffer[] = [];
  let isDamaged = false;
  try {
    if (options.skip !== undefined && !(await source.skipTo(options.skip))) return { text: Buffer.from('short'), isDamaged };
    for (;;) {
      const block = Buffer.alloc(options.blockBytes ?? 100_000);
      const length = await source.read(block);
      if (length === 0) break;
      blocks.push(block.subarray(0, length));
    }
  } catch (fault) {
    expect(fault).toBeInstanceOf(DamagedGzip);
    isDamaged = true;
  } finally {
    await source.close();
  }
  return { text: Buffer.concat(blocks), isDamaged };
}

const lines = Buffer.from(Array.from({ length: 30_000 }, (_, seq) => `{"seq":${seq},"company":"c-${(seq * 7919) % 1000}"}\n`).join(''));
const noise = randomBytes(200_000);

describe('GzipSource', () => {
  it.each([
    ['text', lines],
    ['what cannot be compressed', noise],
    ['what compresses a thousandfold', Buffer.alloc(20_000_000)],
    ['nothing', Buffer.alloc(0)],
  ])('reads %s', async (_, text) => {
    const read = await textOf(gzipSync(text));
    expect(read.isDamaged).toBe(false);
    expect(read.text.equals(text)).toBe(true);
  });

  it('reads members one after the other, and padding at the end', async () => {
    const members = Buffer.concat([gzipSync('a\n'), gzipSync('b\n'), Buffer.alloc(100)]);
    expect(await textOf(members)).toEqual({ text: Buffer.from('a\nb\n'), isDamaged: false });
  });

  it('reads all that is there of a file that was cut off, wherever', async () => {
    const whole = gzipSync(lines, { level: 3 });
    const near = fc.integer({ min: 0, max: 30 });
    const cut = fc.oneof(
      near,
      near.map((bytes) => whole.length - bytes),
      fc.nat(whole.length),
    );
    await fc.assert(
      fc.asyncProperty(cut, async (length) => {
        const compressed = whole.subarray(0, length);
        const { text, isDamaged } = await textOf(compressed);
        expect(isDamaged).toBe(length < whole.length);
        expect(text.equals(gunzipSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH }))).toBe(true);
      }),
    );
  });

  it('reads all when only the checksum or the length is wrong', async () => {
    const whole = gzipSync(lines);
    for (let index = whole.length - 8; index < whole.length; index++) {
      const compressed = Buffer.from(whole);
      compressed[index]! ^= 1;
      const { text, isDamaged } = await textOf(compressed);
      expect([isDamaged, text.equals(lines)]).toEqual([true, true]);
    }
  });

  it('notices a wrong bit in the middle, and reads what comes well before it', async () => {
    const whole = gzipSync(noise);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 10, max: whole.length - 1 }), fc.nat(7), async (index, bit) => {
        const compressed = Buffer.from(whole);
        compressed[index]! ^= 1 << bit;
        const { text, isDamaged } = await textOf(compressed);
        // A bit between two blocks means nothing.
        expect(isDamaged || text.equals(noise)).toBe(true);
        const certain = Math.max(0, index - 40_000);
        expect(text.subarray(0, certain).equals(noise.subarray(0, certain))).toBe(true);
      }),
    );
  });

  it('skips to a place, and says when the text is shorter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length), fc.integer({ min: 1, max: 200_000 }), async (skip, blockBytes) => {
        const { text } = await textOf(gzipSync(lines), { skip, blockBytes: Math.max(blockBytes, 1000) });
        expect(text.equals(lines.subarray(skip))).toBe(true);
      }),
      { numRuns: 30 },
    );
    expect((await textOf(gzipSync(lines), { skip: lines.length + 1 })).text.toString()).toBe('short');
  });

  it('passes on what the disk says', async () => {
    const files = new MemoryFiles();
    files.write('x.gz', gzipSync(noise));
    files.onOperation = (operation) => {
      if (operation === 'read') throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    };
    const source = new GzipSource(await files.open('x.gz'), 1000);
    await expect(source.read(Buffer.alloc(10))).rejects.toMatchObject({ code: 'EIO' });
    await expect(source.read(Buffer.alloc(10))).rejects.toMatchObject({ code: 'EIO' });
    await source.close();
  });
});
