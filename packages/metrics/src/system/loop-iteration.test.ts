import { expect, it } from 'vitest';
import { iterationSeconds } from './loop-iteration.ts';

it.each(['before', 'after'])('measures one iteration of a loop kept busy by work that was queued %s the call', async (when) => {
  let now = 0;
  let busy = true;
  const work = (): void => {
    now += 0.5;
    if (busy) setImmediate(work);
  };
  if (when === 'before') setImmediate(work);
  const measured = iterationSeconds(() => now);
  if (when === 'after') setImmediate(work);
  expect(await measured).toBe(0.5);
  busy = false;
});

it('leaves out the work of its caller and of the iteration the call is made in', async () => {
  let now = 0;
  const measured = iterationSeconds(() => now);
  now += 5;
  queueMicrotask(() => (now += 7));
  expect(await measured).toBe(0);
});
