/** A recorded run in a format for others. */
export { exportOpenMetrics } from './openmetrics.ts';
export type { Export } from './openmetrics.ts';
export { recordedTurns } from './recorded-turns.ts';
