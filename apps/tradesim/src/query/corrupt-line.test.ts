import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { firstCorruptLine } from './corrupt-line.ts';
import type { CorruptLine } from './corrupt-line.ts';
import { finishedFile, writtenFile } from './journal-file.ts';

async function corruptLineOf(content: string | Buffer, name = 'events.jsonl'): Promise<CorruptLine | undefined> {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return firstCorruptLine(await (name.endsWith('.gz') ? finishedFile(path) : writtenFile(path)));
}

describe('the first corrupt line', () => {
  it.each([
    ['is cut', '{"seq":1}\n{"seq":2,\n{"seq":3}\n', 2, '{"seq":2,'],
    ['is another value', '{"seq":1}\n{"seq":2}\n[3]\n', 3, '[3]'],
    ['is null', 'null\n{"seq":2}\n', 1, 'null'],
    ['is text', 'dear diary\n', 1, 'dear diary'],
    ['stands before a torn one', '{"seq":1}\noops\n{"se', 2, 'oops'],
    ['comes after an empty one', '{"seq":1}\n\noops\n', 3, 'oops'],
  ])('%s', async (_, content, line, shown) => {
    expect(await corruptLineOf(content)).toEqual({ line, problem: `expected a JSON object, got ${JSON.stringify(shown)}` });
  });

  it('has bytes that are no UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('{"seq":1,"name":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}\n')]);
    expect(await corruptLineOf(content)).toMatchObject({ line: 1 });
  });

  it('is shown by its beginning only', async () => {
    const found = await corruptLineOf(`{"seq":1}\n${'x'.repeat(10_000)}\n`);
    expect(found).toEqual({ line: 2, problem: `expected a JSON object, got "${'x'.repeat(60)}…"` });
  });

  it('is found behind many whole ones', async () => {
    const whole = Array.from({ length: 20_000 }, (_, index) => `{"seq":${index + 1},"name":"é€😀"}\n`).join('');
    expect(await corruptLineOf(`${whole}{"seq"}\n${whole}`)).toMatchObject({ line: 20_001 });
    expect(await corruptLineOf(gzipSync(`${whole}{"seq"}\n${whole}`), 'events.000001.jsonl.gz')).toMatchObject({ line: 20_001 });
  });

  it('is where a compressed file breaks off', async () => {
    const compressed = gzipSync(Array.from({ length: 5000 }, (_, index) => `{"seq":${index + 1},"x":${Math.sin(index)}}\n`).join(''));
    const found = await corruptLineOf(compressed.subarray(0, compressed.length / 2), 'events.000001.jsonl.gz');
    expect(found!.line).toBeGreaterThan(10);
    expect(found!.line).toBeLessThan(5000);
    expect(await corruptLineOf('no gzip', 'events.000001.jsonl.gz')).toEqual({
      line: 1,
      problem: 'the file cannot be read on (incorrect header check)',
    });
  });
});

describe('no line is corrupt', () => {
  it.each([
    ['in whole records', '{"seq":1}\n{"seq":2,"name":"\\"}{"}\n'],
    ['in an empty file', ''],
    ['where only the last one is torn', '{"seq":1}\n{"seq":2,"na'],
    ['where there is nothing but a torn one', '{"seq":1'],
    ['where the last lacks its break', '{"seq":1}\n{"seq":2}'],
  ])('%s', async (_, content) => {
    expect(await corruptLineOf(content)).toBeUndefined();
  });
});
