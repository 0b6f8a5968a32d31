import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './file-system.ts';
import { LineBuffer } from './line-buffer.ts';
import { SegmentWriter } from './segment-writer.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'segment-writer-'));
});

afterEach(() => rm(directory, { recursive: true }));

function oneLine(): LineBuffer {
  const lines = new LineBuffer(0);
  lines.append('{"seq":1}');
  return lines;
}

describe('rotation by age', () => {
  const clock = { ms: Date.now() };

  async function open(): Promise<SegmentWriter> {
    return SegmentWriter.open(join(directory, 'a.jsonl'), {
      fileSystem: nodeFileSystem,
      syncsWrites: false,
      rotation: { maxAgeSeconds: 60 },
      retention: {},
      compress: false,
      onUpkeep: () => {},
      now: () => clock.ms,
    });
  }

  it('closes a file at the first write after its time', async () => {
    const writer = await open();
    clock.ms += 59_000;
    await writer.write(oneLine());
    expect(writer.closedSegments).toBe(0);
    clock.ms += 1_000;
    await writer.write(oneLine());
    expect(writer.closedSegments).toBe(1);
    await writer.close();
    expect((await readdir(directory)).toSorted()).toEqual(['a.000001.jsonl', 'a.jsonl']);
  });

  it('counts from when the file was made, also by a former process', async () => {
    const former = await open();
    await former.write(oneLine());
    await former.close();
    clock.ms = Date.now() + 61_000;
    const writer = await open();
    await writer.write(oneLine());
    expect(writer.closedSegments).toBe(1);
    await writer.close();
  });

  it('waits when the clock goes backwards', async () => {
    const writer = await open();
    await writer.write(oneLine());
    clock.ms -= 1e9;
    await writer.write(oneLine());
    expect(writer.closedSegments).toBe(0);
    await writer.close();
  });
});
