/**
 * The numbers of one metric in each of the last turns: a ring of rows in one Float64Array. A row holds `stride` numbers
 * for each slot; a slot is the place of one series.
 *
 * Invariants: the row behind the newest is filled by nobody but the computation under way, and counts once it is
 * committed. What a slot holds from before its series moved in is never read.
 */
const SHORT = 32;

/** What rows hold, as JSON; null stands for NaN, and for a slot where nobody is. */
export interface SavedRows {
  /** How many turns there have been. */
  readonly turns: number;
  /** By slot, the turn in which its series moved in. */
  readonly since: readonly (number | null)[];
  /** Of each row that can be read, the oldest first, whether its turn failed. */
  readonly failed: readonly boolean[];
  /** Those rows, each slot after slot. */
  readonly numbers: readonly (readonly (number | null)[])[];
}

/** As a constant, it is not made anew each time it is returned. */
const NO_VALUE = NaN;

export class TurnRows {
  /** Numbers of a slot. */
  readonly stride: number;
  /** Turns that can be read at the most. */
  readonly historyTurns: number;
  #numbers: Float64Array;
  /** Slots for which there is room. */
  #slots: number;
  #turns = 0;
  /** The row that is being filled, and where it begins. */
  #row = 0;
  #next = 0;
  readonly #failed: Uint8Array;
  /** By slot, the turn in which its series moved in. */
  #since: Float64Array;

  /** @param historyTurns turns that can be read at the most, at least 1 */
  constructor(historyTurns: number, slots: number, stride: number) {
    this.stride = stride;
    this.historyTurns = historyTurns;
    this.#slots = slots;
    this.#failed = new Uint8Array(historyTurns + 1);
    this.#numbers = new Float64Array(this.#failed.length * slots * stride);
    this.#since = new Float64Array(slots);
  }

  /** Turns that have been committed. */
  get turns(): number {
    return this.#turns;
  }

  /** All rows; another array once there are more slots. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** Where the row begins that is being filled. */
  get next(): number {
    return this.#next;
  }

  /** Where the row of a turn begins, counted from 0. */
  startOf(turn: number): number {
    return (turn % this.#failed.length) * this.#slots * this.stride;
  }

  /** Whether the row of a turn is still there. */
  holds(turn: number): boolean {
    return turn >= 0 && turn < this.#turns && turn >= this.#turns - this.#failed.length;
  }

  hasFailed(turn: number): boolean {
    return this.#failed[turn % this.#failed.length] === 1;
  }

  /** Begins the next row with the numbers of the newest. */
  carry(): void {
    const from = this.startOf(this.#turns + this.historyTurns);
    const length = this.#slots * this.stride;
    // The call of a built-in function takes longer than a few numbers.
    if (length > SHORT) this.#numbers.copyWithin(this.#next, from, from + length);
    else for (let i = 0; i < length; i++) this.#numbers[this.#next + i] = this.#numbers[from + i]!;
  }

  /** Begins the next row anew, as if its computation had not begun; who has moved in stays. */
  restore(): void {
    this.carry();
    for (let slot = 0; slot < this.#slots; slot++) if (this.#since[slot] === this.#turns) this.#zero(slot);
  }

  /** Begins the next row with NaN everywhere. */
  clear(): void {
    this.#numbers.fill(NaN, this.#next, this.#next + this.#slots * this.stride);
  }

  /** Has the row count that has been filled; in a failed turn nothing has a value. */
  commit(hasFailed: boolean): void {
    this.#failed[this.#row] = hasFailed ? 1 : 0;
    this.#turns++;
    this.#row = this.#row + 1 === this.#failed.length ? 0 : this.#row + 1;
    this.#next = this.#row * this.#slots * this.stride;
  }

  /** Has a series move into a slot: its numbers begin at 0 in the row that is being filled, and it has no history. */
  moveIn(slot: number): void {
    if (slot >= this.#slots) this.#makeRoom(Math.max(slot + 1, Math.ceil(this.#slots * 1.5)));
    this.#since[slot] = this.#turns;
    this.#zero(slot);
  }

  /** Has the series of a slot leave, with its history. */
  moveOut(slot: number): void {
    this.#since[slot] = Infinity;
  }

  /** The turn in which the series of a slot moved in; Infinity where nobody is. */
  since(slot: number): number {
    return this.#since[slot]!;
  }

  /** Returns all that can be read of the first `slots` slots. */
  save(slots: number): SavedRows {
    const turns = Array.from({ length: Math.min(this.#turns, this.historyTurns) }, (_, i) => this.#turns - 1 - i).toReversed();
    return {
      turns: this.#turns,
      since: Array.from(this.#since.subarray(0, slots), (since) => (since === Infinity ? null : since)),
      failed: turns.map((turn) => this.hasFailed(turn)),
      numbers: turns.map((turn) => {
        const start = this.startOf(turn);
        return Array.from(this.#numbers.subarray(start, start + slots * this.stride), (number) => (Number.isNaN(number) ? null : number));
      }),
    };
  }

  /** Goes on from what was saved of rows with the same stride. */
  load({ turns, since, failed, numbers }: SavedRows): void {
    if (since.length > this.#slots) this.#makeRoom(since.length);
    this.#since.fill(Infinity);
    this.#since.set(since.map((each) => each ?? Infinity));
    this.skipTo(turns);
    for (const [i, row] of numbers.entries()) {
      const turn = turns - numbers.length + i;
      this.#failed[turn % this.#failed.length] = failed[i] === true ? 1 : 0;
      this.#numbers.set(
        row.map((number) => number ?? NaN),
        this.startOf(turn),
      );
    }
  }

  /** Goes on as if there had been so many turns, of which nothing is known. */
  skipTo(turns: number): void {
    this.#turns = turns;
    this.#row = turns % this.#failed.length;
    this.#next = this.startOf(turns);
    this.#failed.fill(1);
  }

  /**
   * Returns the value of a slot `turnsBack` turns before the newest, which must be there; NaN where that turn failed. Of a
   * histogram it is how many observations there have been.
   */
  value(turnsBack: number, slot: number): number {
    const back = this.#row - 1 - turnsBack;
    const row = back < 0 ? back + this.#failed.length : back;
    if (this.#failed[row] === 1) return NO_VALUE;
    const start = (row * this.#slots + slot) * this.stride;
    return this.stride === 1 ? this.#numbers[start]! : this.#observations(start);
  }

  #observations(start: number): number {
    let count = 0;
    for (let k = 1; k < this.stride; k++) count += this.#numbers[start + k]!;
    return count;
  }

  #zero(slot: number): void {
    const start = this.#next + slot * this.stride;
    this.#numbers.fill(0, start, start + this.stride);
  }

  #makeRoom(slots: number): void {
    const numbers = new Float64Array(this.#failed.length * slots * this.stride);
    const length = this.#slots * this.stride;
    for (let row = 0; row < this.#failed.length; row++) {
      numbers.set(this.#numbers.subarray(row * length, (row + 1) * length), row * slots * this.stride);
    }
    const since = new Float64Array(slots);
    since.set(this.#since);
    this.#numbers = numbers;
    this.#since = since;
    this.#slots = slots;
    this.#next = this.#row * slots * this.stride;
  }
}
