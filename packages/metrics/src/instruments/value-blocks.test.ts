import { expect, it } from 'vitest';
import { ValueBlocks } from './value-blocks.ts';

it('gives every slot numbers of its own that are 0', () => {
  const blocks = new ValueBlocks(3);
  const slots = Array.from({ length: 5000 }, () => blocks.allocate());
  slots.forEach(({ values, start }, i) => {
    expect([...values.subarray(start, start + 3)]).toEqual([0, 0, 0]);
    values.fill(i, start, start + 3);
  });
  expect(slots.every(({ values, start }, i) => values[start] === i && values[start + 2] === i)).toBe(true);
});

it('takes no more memory for one series than its numbers', () => {
  expect(new ValueBlocks(13).allocate().values).toHaveLength(13);
});

it('wastes at most one block of 1,024 series', () => {
  const blocks = new ValueBlocks(2);
  const all = new Set(Array.from({ length: 10_000 }, () => blocks.allocate().values));
  const reserved = [...all].reduce((sum, block) => sum + block.length, 0) / 2;
  expect(reserved - 10_000).toBeLessThanOrEqual(1024);
  expect(Math.max(...Array.from(all, (block) => block.length / 2))).toBe(1024);
});
