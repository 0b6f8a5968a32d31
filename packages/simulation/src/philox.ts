/**
 * Philox4x32-10, the counter-based generator of J. Salmon, M. Moraes, R. Dror and D. Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011. A block of four words is a pure function of a counter and a key, so there is no state
 * to seed, to save or to advance.
 */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Returns the upper 32 bits of the product of two 32-bit words, as a signed word; `>>> 0` makes it unsigned.
 * It multiplies 16-bit halves, because the product of two words does not fit in a double.
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/** Writes the block of four words that belongs to `counter` (four words) and `key` (two words) into `block`. */
export function philox4x32(counter: Uint32Array, key: Uint32Array, block: Uint32Array): void {
  let word0 = counter[0]! | 0;
  let word1 = counter[1]! | 0;
  let word2 = counter[2]! | 0;
  let word3 = counter[3]! | 0;
  let key0 = key[0]! | 0;
  let key1 = key[1]! | 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const high0 = multiplyHigh(MULTIPLIER_0, word0);
    const high1 = multiplyHigh(MULTIPLIER_1, word2);
    const low0 = Math.imul(MULTIPLIER_0, word0);
    const low1 = Math.imul(MULTIPLIER_1, word2);
    word0 = high1 ^ word1 ^ key0;
    word1 = low1;
    word2 = high0 ^ word3 ^ key1;
    word3 = low0;
    key0 = (key0 + WEYL_0) | 0;
    key1 = (key1 + WEYL_1) | 0;
  }
  block[0] = word0;
  block[1] = word1;
  block[2] = word2;
  block[3] = word3;
}
