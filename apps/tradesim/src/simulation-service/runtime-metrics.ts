import { SampleRecord } from '@tradesim/metrics/services';
import type { MachineUsage } from '@tradesim/metrics/system';
import type { Clock, Gauge, Histogram, InstrumentFactory } from '@tradesim/metrics';

const TURN_SECONDS = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is measured rather than simulated: how long turns take, how many there are per second, what the machine does. */
export class RuntimeMetrics {
  readonly #clock: Clock;
  readonly #usage: MachineUsage;
  readonly #duration: Histogram;
  readonly #promisedDuration: Histogram;
  readonly #turnsPerSecond: Gauge;
  readonly #cpu: Gauge;
  readonly #memory: Gauge;
  readonly #active: Gauge;
  readonly #record: SampleRecord;
  #rateSince: number;
  #rateTurns = 0;

  constructor(registry: InstrumentFactory, usage: MachineUsage, clock: Clock) {
    this.#clock = clock;
    this.#usage = usage;
    this.#promisedDuration = registry.histogram({
      name: 'tradesim_temps_simulation_seconds',
      help: 'Duration of a turn in seconds; the same as tradesim_turn_duration_seconds.',
      buckets: [0.1, 0.5, 1, 2, 5, 10],
    });
    this.#duration = registry.histogram({
      name: 'tradesim_turn_duration_seconds',
      help: 'Duration of a turn, from its rules to the published metrics.',
      unit: 'seconds',
      buckets: TURN_SECONDS,
    });
    this.#turnsPerSecond = registry.gauge({
      name: 'tradesim_turns_per_second',
      help: 'Turns per second over about the last second; absent before it has passed and after the run.',
      omitNaN: true,
    });
    this.#cpu = registry.gauge({
      name: 'tradesim_cpu_usage_percent',
      help: 'Busy share of the machine since the last sample, 0 to 100.',
      omitNaN: true,
    });
    this.#memory = registry.gauge({
      name: 'tradesim_memory_usage_bytes',
      help: 'Memory in use on the machine, or in its container.',
      unit: 'bytes',
      omitNaN: true,
    });
    this.#active = registry.gauge({ name: 'tradesim_run_active', help: 'Whether turns are being made: 1, or 0 after the end of the run.' });
    this.#record = new SampleRecord(
      [this.#promisedDuration, this.#duration, this.#turnsPerSecond, this.#cpu, this.#memory].map((metric) => metric.family),
    );
    this.#rateSince = clock.monotonic();
    this.#turnsPerSecond.set(NaN);
    registry.addCollector({ name: 'machine', collect: () => this.#sampleMachine() });
  }

  begin(): void {
    this.#rateSince = this.#clock.monotonic();
    this.#active.set(1);
    this.#sampleMachine();
  }

  /** Counts a turn that took `seconds` and ended at `now`, in monotonic seconds. */
  observeTurn(seconds: number, now: number): void {
    this.#duration.observe(seconds);
    this.#promisedDuration.observe(seconds);
    this.#rateTurns++;
    if (now - this.#rateSince < 1) return;
    this.#turnsPerSecond.set(this.#rateTurns / (now - this.#rateSince));
    this.#rateTurns = 0;
    this.#rateSince = now;
    this.#sampleMachine();
  }

  /** Shows that no more turns will come. */
  end(): void {
    this.#active.set(0);
    this.#turnsPerSecond.set(NaN);
  }

  /** The measurements as one JSON object. */
  json(): string {
    return this.#record.json();
  }

  #sampleMachine(): void {
    this.#cpu.set(this.#usage.cpuPercent());
    this.#memory.set(this.#usage.memoryBytes());
  }
}
