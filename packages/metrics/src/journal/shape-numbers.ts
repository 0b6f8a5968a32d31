import type { RecordShape } from './record-shape.ts';

/** More shapes in use than this are a mistake; the one that has waited longest goes. */
const MAX_SHAPES = 64;

/** What is to be said of a shape before its records. */
export interface NumberedShape {
  readonly id: number;
  readonly isNew: boolean;
  /** A shape that will not be used by this number again. */
  readonly forgotten: number | undefined;
}

/** Gives shapes the numbers by which the thread that writes knows them. */
export class ShapeNumbers {
  readonly #ids = new Map<RecordShape, number>();
  #next = 0;

  /** Returns the number of a shape. */
  numberOf(shape: RecordShape): NumberedShape {
    const known = this.#ids.get(shape);
    if (known !== undefined) return { id: known, isNew: false, forgotten: undefined };
    const id = this.#next++;
    this.#ids.set(shape, id);
    return { id, isNew: true, forgotten: this.#ids.size > MAX_SHAPES ? this.#forgetOldest() : undefined };
  }

  #forgetOldest(): number | undefined {
    for (const [shape, id] of this.#ids) {
      this.#ids.delete(shape);
      return id;
    }
    return undefined;
  }
}
