/** What can be done with a recorded run: write it for others, and show it again. */
export { exportOpenMetrics } from './openmetrics.ts';
export type { Export } from './openmetrics.ts';
export { recordedTurns } from './recorded-turns.ts';
export { replay } from './replay.ts';
export { ReplayedMetrics } from './replayed-metrics.ts';
