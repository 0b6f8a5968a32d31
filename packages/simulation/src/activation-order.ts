/**
 * The order in which entities act: ascending by a random key of their own. Unlike a shuffle of a list, adding an entity
 * does not reorder the others.
 */
const INSERTION_LIMIT = 48;
const DIGIT_BITS = 8;
const DIGIT_VALUES = 1 << DIGIT_BITS;
const PASSES = 32 / DIGIT_BITS;

/** Collects entities with their keys and sorts them in place; nothing is allocated after construction. */
export class ActivationOrder {
  readonly #entities: Int32Array;
  readonly #keys: Uint32Array;
  readonly #spareEntities: Int32Array;
  readonly #spareKeys: Uint32Array;
  readonly #offsets = new Int32Array(DIGIT_VALUES);
  #count = 0;

  /** @param capacity the most entities that are ever added between two calls of `clear`. */
  constructor(capacity: number) {
    this.#entities = new Int32Array(capacity);
    this.#keys = new Uint32Array(capacity);
    this.#spareEntities = new Int32Array(capacity);
    this.#spareKeys = new Uint32Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Adds an entity with its key, an integer 0 … 2^32 - 1. */
  add(entity: number, key: number): void {
    this.#entities[this.#count] = entity;
    this.#keys[this.#count] = key;
    this.#count += 1;
  }

  /**
   * Sorts by ascending key, equal keys in the order of adding, and returns the entities. Only the first `count` are
   * meant; the array is the order's own and changes with the next `add` or `sort`. O(count).
   */
  sort(): Int32Array {
    if (this.#count <= INSERTION_LIMIT) this.#sortByInsertion();
    else this.#sortByDigits();
    return this.#entities;
  }

  #sortByInsertion(): void {
    const entities = this.#entities;
    const keys = this.#keys;
    for (let next = 1; next < this.#count; next += 1) {
      const entity = entities[next]!;
      const key = keys[next]!;
      let hole = next;
      while (hole > 0 && keys[hole - 1]! > key) {
        keys[hole] = keys[hole - 1]!;
        entities[hole] = entities[hole - 1]!;
        hole -= 1;
      }
      keys[hole] = key;
      entities[hole] = entity;
    }
  }

  /** An even number of passes leaves the result where it began. */
  #sortByDigits(): void {
    const arrays = { keys: this.#keys, entities: this.#entities };
    const spares = { keys: this.#spareKeys, entities: this.#spareEntities };
    for (let pass = 0; pass < PASSES; pass += 2) {
      this.#distribute(arrays, spares, pass * DIGIT_BITS);
      this.#distribute(spares, arrays, (pass + 1) * DIGIT_BITS);
    }
  }

  /** Copies in the order of the digit at `shift`, and in the order given where digits are equal. */
  #distribute(from: KeyedEntities, to: KeyedEntities, shift: number): void {
    this.#countDigits(from.keys, shift);
    this.#sumUp();
    const { keys, entities } = from;
    const offsets = this.#offsets;
    for (let index = 0; index < this.#count; index += 1) {
      const key = keys[index]!;
      const digit = (key >>> shift) & (DIGIT_VALUES - 1);
      const target = offsets[digit]!;
      offsets[digit] = target + 1;
      to.keys[target] = key;
      to.entities[target] = entities[index]!;
    }
  }

  #countDigits(keys: Uint32Array, shift: number): void {
    const counts = this.#offsets.fill(0);
    for (let index = 0; index < this.#count; index += 1) counts[(keys[index]! >>> shift) & (DIGIT_VALUES - 1)]! += 1;
  }

  /** Turns the number of keys with each digit into the place of the first of them. */
  #sumUp(): void {
    let offset = 0;
    for (let digit = 0; digit < DIGIT_VALUES; digit += 1) {
      const size = this.#offsets[digit]!;
      this.#offsets[digit] = offset;
      offset += size;
    }
  }
}

interface KeyedEntities {
  readonly keys: Uint32Array;
  readonly entities: Int32Array;
}
