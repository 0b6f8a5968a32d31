import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const TIMER_MS = 1;

/** Watches how late the event loop is, while a timer does some work each millisecond. */
export class LoopWatch {
  /** @readonly */
  #work;
  #monitor = monitorEventLoopDelay({ resolution: TIMER_MS });
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #firings = 0;
  #fired = 0;
  #longestMs = 0;

  /** @param {(firing: number) => void} work Done each time the timer fires, with the number of times it fired. */
  constructor(work) {
    this.#work = work;
  }

  start() {
    this.#longestMs = 0;
    this.#fired = performance.now();
    this.#timer = setInterval(() => this.#fire(), TIMER_MS);
    // A new one each time: its first delay would reach back to the last of the time before.
    this.#monitor = monitorEventLoopDelay({ resolution: TIMER_MS });
    this.#monitor.enable();
  }

  /** Ends the watch; returns the 99th percentile of the delay and the longest time between two firings of the timer. */
  stop() {
    this.#noteGap();
    clearInterval(this.#timer);
    this.#monitor.disable();
    return { p99Ms: this.#monitor.percentile(99) / 1e6 - TIMER_MS, longestMs: this.#longestMs };
  }

  #fire() {
    this.#noteGap();
    this.#work(++this.#firings);
  }

  #noteGap() {
    const now = performance.now();
    this.#longestMs = Math.max(this.#longestMs, now - this.#fired);
    this.#fired = now;
  }
}
