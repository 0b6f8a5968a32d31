/**
 * What an exporter says of its scrapes: `<prefix>_exporter_requests_total{code}`, `…_scrapes_in_flight`,
 * `…_scrape_duration_seconds`, `…_exposition_size_bytes` and `…_aborted_scrapes_total`. A scrape shows those before it.
 */
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { CounterHandle } from '../instruments/counter.ts';
import type { GaugeHandle } from '../instruments/gauge.ts';
import type { HistogramHandle } from '../instruments/histogram.ts';
import type { StopTimer } from '../instruments/timer.ts';

/** Where an exporter says how it is scraped. */
export interface ScrapeMetricsOptions {
  /** Where they are defined, for example the registry that is exposed. */
  readonly factory: InstrumentFactory;
  /** The application's prefix, for example `shop`. */
  readonly prefix: string;
}

const CODES = ['200', '401', '405', '414', '500', '503'] as const;
type Code = (typeof CODES)[number];

const DURATION_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const SIZE_BYTES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

export class ScrapeMetrics {
  readonly #requests: ReadonlyMap<number, CounterHandle>;
  readonly #inFlight: GaugeHandle;
  readonly #durations: HistogramHandle;
  readonly #sizes: HistogramHandle;
  readonly #aborted: CounterHandle;

  constructor({ factory, prefix }: ScrapeMetricsOptions) {
    const requests = factory.counter({
      name: `${prefix}_exporter_requests_total`,
      help: 'Requests for the metrics that were answered, by HTTP status.',
      labels: { code: CODES },
    });
    this.#requests = new Map(CODES.map((code: Code) => [Number(code), requests.labels({ code })]));
    this.#inFlight = factory.gauge({
      name: `${prefix}_exporter_scrapes_in_flight`,
      help: 'Scrapes that are being answered, this one included.',
    });
    this.#durations = factory.histogram({
      name: `${prefix}_exporter_scrape_duration_seconds`,
      help: 'Time from a scrape to the last byte of its answer, in seconds.',
      unit: 'seconds',
      buckets: DURATION_SECONDS,
    });
    this.#sizes = factory.histogram({
      name: `${prefix}_exporter_exposition_size_bytes`,
      help: 'Size of an exposition before compression, in bytes.',
      unit: 'bytes',
      buckets: SIZE_BYTES,
    });
    this.#aborted = factory.counter({
      name: `${prefix}_exporter_aborted_scrapes_total`,
      help: 'Scrapes whose client left, or was let go, before the end of the answer.',
    });
  }

  countAnswer(status: number): void {
    this.#requests.get(status)?.inc();
  }

  /** A scrape begins. Stopping the timer records how long it took. */
  begin(): StopTimer {
    this.#inFlight.inc();
    return this.#durations.startTimer();
  }

  /** A scrape has ended. */
  end(stop: StopTimer): void {
    this.#inFlight.dec();
    stop();
  }

  countAborted(): void {
    this.#aborted.inc();
  }

  observeSize(bytes: number): void {
    this.#sizes.observe(bytes);
  }
}
