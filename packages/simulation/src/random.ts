/**
 * Seeded random draws without state. A draw is a pure function of (seed, purpose, turn, entity, position), so adding an
 * entity, a purpose or an observer never changes the draws of the others, and a run is resumed by its turn alone.
 */
import { multiplyHigh, philox4x32 } from './philox.ts';

const WORDS_PER_BLOCK = 4;
const WORD_VALUES = 0x1_0000_0000;

/**
 * The draws of one purpose of one run. Position it with `at`, then draw; nothing is allocated while drawing.
 *
 * The key of the generator is (seed, 32-bit FNV-1a hash of the purpose); its counter is (block, entity, turn, upper
 * bits of the turn).
 *
 * @example
 * const wages = new RandomStream(42, 'wages');
 * wages.at(7, 3).integer(1, 6) // the first draw of entity 3 in turn 7, whatever was drawn before
 */
export class RandomStream {
  readonly #key: Uint32Array;
  readonly #counter = new Uint32Array(WORDS_PER_BLOCK);
  readonly #block = new Uint32Array(WORDS_PER_BLOCK);
  /** The next word of the block. */
  #position = WORDS_PER_BLOCK;
  #turn = 0;

  /**
   * @param seed an integer 0 … 2^32 - 1.
   * @throws {RangeError} when the seed is anything else.
   */
  constructor(seed: number, purpose: string) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= WORD_VALUES) {
      throw new RangeError(
        `Random stream "${purpose}": expected a seed that is an integer 0 … 4294967295, got ${seed} (${typeof seed}). Pass a seed in that range.`,
      );
    }
    this.#key = Uint32Array.of(seed, hashPurpose(purpose));
  }

  /** Moves to the first draw of an entity (0 … 2^32 - 1) in a turn (0 … 2^53 - 1) and returns the stream. */
  at(turn: number, entity: number): this {
    const counter = this.#counter;
    counter[0] = 0;
    counter[1] = entity;
    if (turn !== this.#turn) {
      this.#turn = turn;
      counter[2] = turn;
      counter[3] = turn / WORD_VALUES;
    }
    philox4x32(counter, this.#key, this.#block);
    this.#position = 0;
    return this;
  }

  /** Draws an integer 0 … 2^32 - 1; it takes one word. */
  uint32(): number {
    if (this.#position === WORDS_PER_BLOCK) this.#nextBlock();
    const word = this.#block[this.#position]!;
    this.#position += 1;
    return word;
  }

  /**
   * Draws an integer min … max, both included, without bias.
   * @throws {RangeError} when an end is not a safe integer, max < min, or there are more than 2^53 values.
   */
  integer(min: number, max: number): number {
    const values = max - min + 1;
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || values < 1 || values > 2 ** 53) {
      throw new RangeError(
        `Random integer: expected safe integers min <= max, got ${min} … ${max} (${typeof min}, ${typeof max}). Round the ends and order them.`,
      );
    }
    return min + (values <= WORD_VALUES ? this.#below(values) : this.#belowWide(values));
  }

  /** Draws a float min <= x < max (up to the rounding of the last bit) from 53 random bits; it takes two words. */
  uniform(min: number, max: number): number {
    return min + (max - min) * this.#fraction();
  }

  /** Draws true with the given probability (0 never, 1 always); it takes two words. */
  chance(probability: number): boolean {
    return this.#fraction() < probability;
  }

  #fraction(): number {
    const first = this.#position;
    if (first > WORDS_PER_BLOCK - 2) return fractionOf(this.uint32(), this.uint32());
    this.#position = first + 2;
    return fractionOf(this.#block[first]!, this.#block[first + 1]!);
  }

  /** Multiplies and rejects: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019). */
  #below(values: number): number {
    let word = this.uint32();
    if (values === WORD_VALUES) return word;
    let low = Math.imul(word, values) >>> 0;
    if (low < values) {
      const threshold = (-values >>> 0) % (values >>> 0);
      while (low < threshold) {
        word = this.uint32();
        low = Math.imul(word, values) >>> 0;
      }
    }
    return multiplyHigh(word, values) >>> 0;
  }

  #belowWide(values: number): number {
    const upperValues = Math.floor((values - 1) / WORD_VALUES) + 1;
    let drawn: number;
    do {
      drawn = this.#below(upperValues) * WORD_VALUES + this.uint32();
    } while (drawn >= values);
    return drawn;
  }

  #nextBlock(): void {
    this.#counter[0]! += 1;
    philox4x32(this.#counter, this.#key, this.#block);
    this.#position = 0;
  }
}

/** Makes a float 0 <= x < 1 of the upper 27 and 26 bits of two words. */
function fractionOf(high: number, low: number): number {
  return ((high >>> 5) * 0x400_0000 + (low >>> 6)) * 2 ** -53;
}

/** 32-bit FNV-1a (G. Fowler, L. Noll, K. Vo) over the UTF-16 code units. */
function hashPurpose(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < purpose.length; index += 1) {
    hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
  }
  return hash;
}
