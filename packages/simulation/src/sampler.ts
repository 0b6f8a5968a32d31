import type { RandomStream } from './random.ts';

/** Draws samples without replacement from the integers 0 … size - 1, in O(sample) after O(size) for construction. */
export class Sampler {
  readonly #items: Int32Array;
  readonly #swaps: Int32Array;

  constructor(size: number) {
    this.#items = Int32Array.from({ length: size }, (_, index) => index);
    this.#swaps = new Int32Array(size);
  }

  /**
   * Draws `count` different integers, in ascending order; it makes `count` draws of the stream.
   * @throws {RangeError} when count is not an integer 0 … size.
   */
  sample(stream: RandomStream, count: number): Int32Array {
    const size = this.#items.length;
    if (!Number.isInteger(count) || count < 0 || count > size) {
      throw new RangeError(
        `Sample: expected a count that is an integer 0 … ${size}, got ${count} (${typeof count}). Ask for at most as many as there are.`,
      );
    }
    for (let index = 0; index < count; index += 1) {
      const other = stream.integer(index, size - 1);
      this.#swaps[index] = other;
      this.#swap(index, other);
    }
    const drawn = this.#items.slice(0, count).sort();
    for (let index = count - 1; index >= 0; index -= 1) this.#swap(index, this.#swaps[index]!);
    return drawn;
  }

  #swap(first: number, second: number): void {
    const item = this.#items[first]!;
    this.#items[first] = this.#items[second]!;
    this.#items[second] = item;
  }
}
