/** Looks after the closed segments of a file while it is written: one call at a time, however often there is a new one. */
export class SegmentUpkeep {
  readonly #tidy: () => Promise<unknown>;
  readonly #onFailure: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #isNeeded = false;

  /**
   * @param tidy never called while it runs
   * @param onFailure called each time it rejects; the next request tries again
   */
  constructor(tidy: () => Promise<unknown>, onFailure: (error: unknown) => void) {
    this.#tidy = tidy;
    this.#onFailure = onFailure;
  }

  /** Says that there is something to do: now, or once more after what is under way. */
  request(): void {
    this.#isNeeded = true;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to do. Never rejects. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isNeeded) {
      this.#isNeeded = false;
      await this.#tidy().catch(this.#onFailure);
    }
    this.#running = undefined;
  }
}
