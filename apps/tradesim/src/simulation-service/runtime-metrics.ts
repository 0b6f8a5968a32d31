import type { Clock } from '@tradesim/metrics';
import type { MetricsServices, RecordedBy } from '@tradesim/metrics/services';
import type { MachineUsage } from '@tradesim/metrics/system';
import { runtime } from '../services/runtime.ts';
import type { TurnView } from '../services/turn-view.ts';

/** Records what is measured rather than simulated: how long turns take, how many there are per second, what the machine does. */
export class RuntimeMetrics {
  readonly #clock: Clock;
  readonly #usage: MachineUsage;
  readonly #recorded: RecordedBy<typeof runtime>;
  #rateSince: number;
  #rateTurns = 0;

  constructor(services: MetricsServices<TurnView>, usage: MachineUsage, clock: Clock) {
    this.#clock = clock;
    this.#usage = usage;
    this.#recorded = services.recorded(runtime);
    this.#rateSince = clock.monotonic();
    this.#recorded.turns_per_second.set(NaN);
  }

  begin(): void {
    this.#rateSince = this.#clock.monotonic();
    this.#recorded.run_active.set(1);
    this.sampleMachine();
  }

  /** Counts a turn that took `seconds` and ended at `now`, in monotonic seconds. */
  observeTurn(seconds: number, now: number): void {
    this.#recorded.turn_duration_seconds.observe(seconds);
    this.#recorded.temps_simulation_seconds.observe(seconds);
    this.#rateTurns++;
    if (now - this.#rateSince < 1) return;
    this.#recorded.turns_per_second.set(this.#rateTurns / (now - this.#rateSince));
    this.#rateTurns = 0;
    this.#rateSince = now;
    this.sampleMachine();
  }

  /** Shows that no more turns will come. */
  end(): void {
    this.#recorded.run_active.set(0);
    this.#recorded.turns_per_second.set(NaN);
  }

  /** Measures the processor and the memory of the machine. */
  sampleMachine(): void {
    this.#recorded.cpu_usage_percent.set(this.#usage.cpuPercent());
    this.#recorded.memory_usage_bytes.set(this.#usage.memoryBytes());
  }
}
