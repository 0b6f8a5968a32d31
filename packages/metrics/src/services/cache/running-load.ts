import type { Answer } from './answer.ts';
import type { Computation } from './computation.ts';

/** A load that has not ended. It can be joined before what it calls has returned for the first time. */
export class RunningLoad {
  readonly computation: Computation;
  readonly answer: Promise<Answer>;
  #settle!: (answer: Promise<Answer>) => void;

  constructor(computation: Computation) {
    this.computation = computation;
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Says where the answer comes from. */
  settle(answer: Promise<Answer>): void {
    this.#settle(answer);
  }
}
