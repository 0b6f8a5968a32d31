import fc from 'fast-check';
import { expect, it } from 'vitest';
import { highWord } from './float64-words.ts';

it('is the first half of the big-endian bytes of a float64', () => {
  const view = new DataView(new ArrayBuffer(8));
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      view.setFloat64(0, value);
      expect(highWord(value)).toBe(view.getInt32(0));
    }),
  );
});
