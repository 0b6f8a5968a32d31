import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float64FromHighWord, highWord } from './float64-words.ts';

const view = new DataView(new ArrayBuffer(8));

it('is the first half of the big-endian bytes of a float64', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      view.setFloat64(0, value);
      expect(highWord(value)).toBe(view.getInt32(0));
    }),
  );
});

it('leads back to the number that has zeros in its other half', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true }), (value) => {
      view.setFloat64(0, value);
      view.setInt32(4, 0);
      expect(float64FromHighWord(highWord(value))).toBe(view.getFloat64(0));
    }),
  );
});
