// Metrics of this process and of Node.js.
export { systemCollectorNames } from './collector-groups.ts';
export type { SystemCollectorName } from './collector-groups.ts';
export { collectSystemMetrics } from './system-metrics.ts';
export type { SystemMetrics, SystemMetricsOptions } from './system-metrics.ts';

// The load of the machine, for gauges of your own.
export { machineUsage } from './machine-usage.ts';
export type { MachineUsage, MachineUsageOptions } from './machine-usage.ts';

// Where both read; tests hand in their own.
export type { KernelFiles } from './kernel-files.ts';
export { machineSource } from './machine-source.ts';
export type { MachineSource } from './machine-source.ts';
export type { CpuTimes } from './proc-text.ts';
