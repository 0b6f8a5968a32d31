/** Inputs of cached answers: what tells a cache that an input has changed. */

/**
 * An input that says when it has changed: whatever has a version and a value.
 * @example
 * let turn = 1;
 * const prices: CacheSource<number[]> = {
 *   get version() { return turn; },
 *   get value() { return [turn * 2, turn * 3]; },
 * };
 */
export interface CacheSource<Value> {
  /** Another one whenever `value` is, compared by `Object.is`; one that was used before must not come back for another value. */
  readonly version: unknown;
  /** What a computation is given. It belongs to the source: who computes must not change it. */
  readonly value: Value;
}

/** How a computation gets at its inputs, so that the cache knows what the answer was found from. */
export interface Read {
  /**
   * Returns the value of a source, and remembers its version with the answer.
   * @throws {MetricsError} ERR_COMPUTE for what has no version, and once the computation has ended
   */
  <Value>(source: CacheSource<Value>): Value;
  /**
   * Calls `ask`, which asks a cache for another answer: what that one depends on, this one does too. Only needed behind
   * an `await`, where it cannot be told otherwise who asks.
   */
  <Answer>(ask: () => Answer): Answer;
}

/**
 * A value whose changes are seen.
 * @example
 * const orders = versioned(['bread']);
 * orders.set([...orders.value, 'milk']);
 * orders.value.push('salt');
 * orders.touch();
 * orders.version // => 2
 */
export class Versioned<Value> implements CacheSource<Value> {
  #value: Value;
  #version = 0;

  constructor(value: Value) {
    this.#value = value;
  }

  /** How often the value has changed. */
  get version(): number {
    return this.#version;
  }

  /** The value as it is; who changes it in place calls `touch()` afterwards. */
  get value(): Value {
    return this.#value;
  }

  /** Replaces the value; an equal one counts as a change, too. */
  set(value: Value): void {
    this.#value = value;
    this.#version += 1;
  }

  /** Says that the value has been changed in place. */
  touch(): void {
    this.#version += 1;
  }
}

/**
 * Wraps a value so that caches see its changes.
 * @example
 * const cache = new Cache({ name: 'reports', factory: registry, prefix: 'shop' });
 * const orders = versioned([{ country: 'CH' }, { country: 'AT' }]);
 * const countries = () => cache.get('countries', (read) => read(orders).map(({ country }) => country));
 * countries();
 * orders.set([{ country: 'FR' }]);
 * countries() // => ['FR']
 */
export function versioned<Value>(value: Value): Versioned<Value> {
  return new Versioned(value);
}
