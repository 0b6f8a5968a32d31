/**
 * What several metrics need of one snapshot, derived once. An answer is valid for the computation of one turn, and the
 * next begins with none, so that no change of the snapshot can go unnoticed.
 */
type Derive<Snapshot> = (snapshot: Snapshot) => unknown;

interface Answer {
  turn: number;
  value: unknown;
}

/** More functions than this are no constants; their answers are let go with the turn. */
const MAX_FUNCTIONS = 1000;

export class SharedValues<Snapshot> {
  /** Returns the answer of a function for the snapshot of this turn. */
  readonly shared: <Value>(derive: (snapshot: Snapshot) => Value) => Value;
  readonly #answers = new Map<Derive<Snapshot>, Answer>();
  #turn = 0;
  #snapshot: Snapshot | undefined;

  constructor() {
    this.shared = (derive) => this.#answer(derive) as ReturnType<typeof derive>;
  }

  /** Forgets what was derived from the snapshot before. */
  begin(snapshot: Snapshot): void {
    this.#turn++;
    this.#snapshot = snapshot;
    if (this.#answers.size > MAX_FUNCTIONS) this.#answers.clear();
  }

  /** Lets go of the snapshot, which belongs to the application. */
  end(): void {
    this.#snapshot = undefined;
  }

  #answer(derive: Derive<Snapshot>): unknown {
    const known = this.#answers.get(derive);
    if (known?.turn === this.#turn) return known.value;
    const value = derive(this.#snapshot as Snapshot);
    if (known === undefined) this.#answers.set(derive, { turn: this.#turn, value });
    else Object.assign(known, { turn: this.#turn, value });
    return value;
  }
}
