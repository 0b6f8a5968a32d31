import { defineMetrics, gauge, histogram } from './turn-view.ts';

const TURN_SECONDS = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is measured rather than simulated; the simulation service records it. */
export const runtime = defineMetrics('tradesim', {
  temps_simulation_seconds: histogram({
    help: 'Duration of a turn in seconds; the same as tradesim_turn_duration_seconds.',
    title: 'Turn duration (by its promised name)',
    group: 'runtime',
    measured: true,
    buckets: [0.1, 0.5, 1, 2, 5, 10],
  }),
  turn_duration_seconds: histogram({
    help: 'Duration of a turn, from its rules to the published metrics.',
    unit: 'seconds',
    group: 'runtime',
    better: 'down',
    measured: true,
    buckets: TURN_SECONDS,
  }),
  turns_per_second: gauge({
    help: 'Turns per second over about the last second; absent before it has passed and after the run.',
    group: 'runtime',
    better: 'up',
    measured: true,
  }),
  cpu_usage_percent: gauge({
    help: 'Busy share of the machine since the last sample, 0 to 100.',
    title: 'Busy share of the processors',
    group: 'runtime',
    better: 'down',
    measured: true,
  }),
  memory_usage_bytes: gauge({
    help: 'Memory in use on the machine, or in its container.',
    unit: 'bytes',
    group: 'runtime',
    better: 'down',
    measured: true,
  }),
  run_active: gauge({
    help: 'Whether turns are being made: 1, or 0 after the end of the run.',
    group: 'runtime',
    measured: true,
  }),
});
