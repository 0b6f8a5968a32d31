import { describe, expect, it } from 'vitest';
import { CheckpointKeeper } from './checkpoint-keeper.ts';

describe('the keeper of checkpoints', () => {
  function keeper(): { readonly keeper: CheckpointKeeper; readonly kept: (() => void)[]; readonly failures: unknown[] } {
    const kept: (() => void)[] = [];
    const failures: unknown[] = [];
    const keep = (): Promise<void> =>
      new Promise((resolve, reject) => kept.push(kept.length === 1 ? () => reject(new Error('full')) : resolve));
    const onFailure = (error: unknown): unknown => failures.push(error);
    return { keeper: new CheckpointKeeper({ bytes: 100, seconds: 60 }, 1000, { keep, onFailure }), kept, failures };
  }

  it('keeps one after so many bytes or so long, one at a time, and goes on after a failure', async () => {
    const { keeper: each, kept, failures } = keeper();
    each.keepWhenDue(1059, 99);
    expect(kept).toHaveLength(0);
    each.keepWhenDue(1059, 100);
    each.keepWhenDue(2000, 1000);
    expect(kept).toHaveLength(1);
    kept[0]!();
    await each.idle();
    each.keepWhenDue(1118, 199);
    expect(kept).toHaveLength(1);
    each.keepWhenDue(1119, 199);
    expect(kept).toHaveLength(2);
    kept[1]!();
    await each.idle();
    expect(failures).toEqual([new Error('full')]);
    each.keepWhenDue(1119, 299);
    expect(kept).toHaveLength(3);
  });
});
