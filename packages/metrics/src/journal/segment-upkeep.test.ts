import { describe, expect, it } from 'vitest';
import { SegmentUpkeep } from './segment-upkeep.ts';

describe('SegmentUpkeep', () => {
  it('does what is requested, one after the other, and once more for all that is requested meanwhile', async () => {
    const ends: (() => void)[] = [];
    const upkeep = new SegmentUpkeep(
      () => new Promise<void>((resolve) => ends.push(resolve)),
      () => {},
    );
    await upkeep.idle();
    for (let i = 0; i < 3; i++) upkeep.request();
    expect(ends).toHaveLength(1);
    const idle = upkeep.idle();
    ends[0]!();
    await new Promise(setImmediate);
    expect(ends).toHaveLength(2);
    ends[1]!();
    await idle;
    upkeep.request();
    expect(ends).toHaveLength(3);
  });

  it('tells each failure, and tries again at the next request', async () => {
    const failures: unknown[] = [];
    let calls = 0;
    const upkeep = new SegmentUpkeep(
      () => Promise.reject(new Error(`call ${++calls}`)),
      (error) => failures.push(error),
    );
    upkeep.request();
    await upkeep.idle();
    upkeep.request();
    await upkeep.idle();
    expect(failures).toEqual([new Error('call 1'), new Error('call 2')]);
  });
});
