import type { Collector } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';

/** What happens when a collector fails, in whatever way. */
type OnFailure = (collector: Collector, error: MetricsError) => void;

/** Runs collectors: all at once, each with its timeout, one collection for all who ask while it lasts. */
export class Collectors {
  readonly #timeoutMs: number;
  readonly #onFailure: OnFailure;
  readonly #collectors = new Set<Collector>();
  /** Calls that have not settled yet, also those that were given up. */
  readonly #running = new Set<Collector>();
  #collection: Promise<unknown> | undefined;

  /** @param timeoutMs for collectors that do not bring a timeout of their own */
  constructor(timeoutMs: number, onFailure: OnFailure) {
    this.#timeoutMs = timeoutMs;
    this.#onFailure = onFailure;
  }

  add(collector: Collector): () => void {
    this.#collectors.add(collector);
    return () => void this.#collectors.delete(collector);
  }

  clear(): void {
    this.#collectors.clear();
  }

  /** Resolves when every collector has finished, failed or taken too long; joins a collection under way. */
  async collect(): Promise<void> {
    this.#collection ??= Promise.all([...this.#collectors].map((collector) => this.#run(collector))).finally(() => {
      this.#collection = undefined;
    });
    await this.#collection;
  }

  async #run(collector: Collector): Promise<void> {
    try {
      if (this.#running.has(collector)) throw new Error('it is still busy with an earlier scrape');
      await this.#withTimeout(collector);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : quoted(cause);
      this.#onFailure(collector, new MetricsError('ERR_COMPUTE', `Collector "${collector.name}" failed: ${reason}`, { cause }));
    }
  }

  #withTimeout(collector: Collector): Promise<void> {
    const timeoutMs = collector.timeoutMs ?? this.#timeoutMs;
    const controller = new AbortController();
    const result = collector.collect(controller.signal);
    if (result === undefined) return Promise.resolve();
    this.#running.add(collector);
    return new Promise((resolve, reject) => {
      const timer: { unref?: () => void } | number = setTimeout(() => {
        const error = new Error(`it took longer than ${timeoutMs} ms`);
        controller.abort(error);
        reject(error);
      }, timeoutMs);
      if (typeof timer === 'object') timer.unref?.();
      result.then(resolve, reject).finally(() => {
        this.#running.delete(collector);
        clearTimeout(timer as ReturnType<typeof setTimeout>);
      });
    });
  }
}
