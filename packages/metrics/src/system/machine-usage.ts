import type { Clock } from '../model/clock.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { machineSource } from './machine-source.ts';
import type { MachineSource } from './machine-source.ts';
import type { CpuTimes } from './proc-text.ts';
import { steadyClock } from './steady-clock.ts';

/** The machine's load. Every reader sees the same figures until the next sample. */
export interface MachineUsage {
  /** Busy share of all CPUs between the last two samples, 0 to 100; NaN before there are two, or where it is unknown. */
  cpuPercent(): number;
  /** Bytes in use at the last sample, as MachineSource tells them; NaN where they are unknown. */
  memoryBytes(): number;
}

/** Where the load of the machine is read, and how often. */
export interface MachineUsageOptions {
  /** Least time between two samples: a finite number > 0; the second one comes after a tenth of it. Default: 1. */
  readonly minIntervalSeconds?: number | undefined;
  /** Where figures come from. Default: machineSource(). */
  readonly source?: MachineSource | undefined;
  /** Where the time between samples comes from. Default: the clock of the machine. */
  readonly clock?: Pick<Clock, 'monotonic'> | undefined;
}

/**
 * Returns a sampler of the machine's load. It runs nothing by itself: whoever asks when `minIntervalSeconds` have
 * passed causes one sample of everything (0.1 to 0.2 ms on Linux), all other calls cost a look at the clock.
 * @throws {MetricsError} ERR_METRIC_OPTIONS for an interval that is not a finite number > 0.
 * @example
 * const usage = machineUsage({ source: { cpuTimes: () => undefined, memoryBytes: () => 2 ** 30 } });
 * usage.memoryBytes() // => 1_073_741_824
 */
export function machineUsage(options: MachineUsageOptions = {}): MachineUsage {
  const { minIntervalSeconds = 1, source = machineSource(), clock = steadyClock } = options;
  if (!(minIntervalSeconds > 0 && minIntervalSeconds < Infinity)) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `machineUsage: expected minIntervalSeconds to be a finite number > 0, got ${quoted(minIntervalSeconds)}.`,
    );
  }
  return new MachineSampler(source, clock, minIntervalSeconds);
}

/** Returns the busy share between two readings in percent; NaN when a reading is missing or no time lies between them. */
export function busyPercent(from: CpuTimes | undefined, to: CpuTimes | undefined): number {
  if (from === undefined || to === undefined) return NaN;
  const total = to.total - from.total;
  return total > 0 ? Math.min(100, Math.max(0, (100 * (to.busy - from.busy)) / total)) : NaN;
}

class MachineSampler implements MachineUsage {
  readonly #source: MachineSource;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #minIntervalSeconds: number;
  #sampledAt = -Infinity;
  #samples = 0;
  #cpuTimes: CpuTimes | undefined;
  #cpuPercent = NaN;
  #memoryBytes = NaN;

  constructor(source: MachineSource, clock: Pick<Clock, 'monotonic'>, minIntervalSeconds: number) {
    this.#source = source;
    this.#clock = clock;
    this.#minIntervalSeconds = minIntervalSeconds;
  }

  cpuPercent(): number {
    this.#sampleWhenDue();
    return this.#cpuPercent;
  }

  memoryBytes(): number {
    this.#sampleWhenDue();
    return this.#memoryBytes;
  }

  #sampleWhenDue(): void {
    const now = this.#clock.monotonic();
    const isSecond = this.#samples === 1;
    if (now - this.#sampledAt < (isSecond ? this.#minIntervalSeconds / 10 : this.#minIntervalSeconds)) return;
    this.#sampledAt = now;
    this.#samples++;
    const times = this.#source.cpuTimes();
    this.#cpuPercent = busyPercent(this.#cpuTimes, times);
    this.#cpuTimes = times;
    this.#memoryBytes = this.#source.memoryBytes() ?? NaN;
  }
}
