/** When the state of a run is kept: after so many bytes of journal, and after so long, one at a time and beside the turns. */
export interface CheckpointInterval {
  readonly bytes: number;
  readonly seconds: number;
}

export class CheckpointKeeper {
  readonly #every: CheckpointInterval;
  readonly #keep: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #bytes = 0;
  #at: number;
  #keeping: Promise<void> | undefined;

  /**
   * @param now monotonic seconds
   * @param keep takes the state at once, and resolves when it is on the disk
   */
  constructor(
    every: CheckpointInterval,
    now: number,
    { keep, onFailure }: { keep: () => Promise<void>; onFailure: (error: unknown) => void },
  ) {
    this.#every = every;
    this.#at = now;
    this.#keep = keep;
    this.#onFailure = onFailure;
  }

  /** Begins to keep the state when that is due and nothing is being kept. @param bytes of the journal so far */
  keepWhenDue(now: number, bytes: number): void {
    if (this.#keeping !== undefined) return;
    if (bytes - this.#bytes < this.#every.bytes && now - this.#at < this.#every.seconds) return;
    this.#bytes = bytes;
    this.#at = now;
    this.#keeping = this.#keep()
      .catch(this.#onFailure)
      .finally(() => (this.#keeping = undefined));
  }

  /** Resolves when nothing is being kept. Never rejects. */
  async idle(): Promise<void> {
    await this.#keeping;
  }
}
