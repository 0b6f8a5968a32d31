export { createExporter } from './exporter.ts';
export type { Exporter, ExporterOptions, Health } from './exporter.ts';
export { metricsHandler } from './handler.ts';
export type { MetricsHandlerOptions, RequestHandler } from './handler.ts';
