/** Runs a simulation in turns: named phases in a fixed order, then the invariants. It knows nothing of what is simulated. */

export interface Phase<State> {
  readonly name: string;
  readonly run: (state: State, turn: number) => void;
}

export interface Invariant<State> {
  readonly name: string;
  /** Returns how far the invariant is from holding: 0 when it does. */
  readonly residual: (state: State) => number;
}

export interface TurnEngineOptions<State> {
  readonly state: State;
  /** Run in this order in each turn. */
  readonly phases: readonly Phase<State>[];
  /** Checked in this order at the end of each turn. */
  readonly invariants: readonly Invariant<State>[];
  /** The last completed turn that the state is of; default: 0, before the first. */
  readonly turn?: number;
}

export class TurnEngine<State> {
  readonly state: State;
  /** One per invariant, in their order; as of the last check. The array is the engine's own. */
  readonly residuals: Float64Array;
  readonly #phases: readonly Phase<State>[];
  readonly #invariants: readonly Invariant<State>[];
  #turn: number;

  /** Starts between two turns, and checks the invariants of the state. */
  constructor(options: TurnEngineOptions<State>) {
    this.state = options.state;
    this.#turn = options.turn ?? 0;
    this.#phases = options.phases;
    this.#invariants = options.invariants;
    this.residuals = new Float64Array(options.invariants.length);
    this.#check();
  }

  /** The last completed turn: 0 before the first, which is 1. */
  get turn(): number {
    return this.#turn;
  }

  /**
   * Runs one turn and returns its number.
   * @throws {Error} naming the turn and the phase, with the phase's own error as `cause`. The state is then somewhere
   *   inside the turn, and the engine is not to be advanced again.
   */
  advance(): number {
    const turn = this.#turn + 1;
    for (const phase of this.#phases) this.#run(phase, turn);
    this.#check();
    this.#turn = turn;
    return turn;
  }

  #run(phase: Phase<State>, turn: number): void {
    try {
      phase.run(this.state, turn);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `Turn ${turn}, phase "${phase.name}": expected it to complete, got an error: ${reason} Start again from the last completed turn.`,
        { cause },
      );
    }
  }

  #check(): void {
    for (let index = 0; index < this.#invariants.length; index += 1) {
      this.residuals[index] = this.#invariants[index]!.residual(this.state);
    }
  }
}
