/** Handles that are remembered for as long as somebody else holds them. */
const MIN_CLEANED = 8;

export class WeakHandles<Handle extends WeakKey> {
  #references: WeakRef<Handle>[] = [];
  /** How many references there may be before those to nothing are dropped. */
  #limit = MIN_CLEANED;

  add(handle: Handle): void {
    if (this.#references.length >= this.#limit) this.#clean();
    this.#references.push(new WeakRef(handle));
  }

  /** Returns those that somebody holds. */
  held(): Handle[] {
    return this.#references.flatMap((reference) => reference.deref() ?? []);
  }

  /** Between two cleanings there are at least as many additions as handles, so that an addition costs the same however many there are. */
  #clean(): void {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    this.#limit = Math.max(MIN_CLEANED, this.#references.length * 2);
  }
}
