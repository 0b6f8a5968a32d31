export { createExporter } from './exporter.ts';
export type { Exporter, ExporterOptions, Health } from './exporter.ts';
export { metricsHandler } from './handler.ts';
export type { MetricsHandlerOptions, RequestHandler } from './handler.ts';
export type { TlsOptions } from './tls.ts';
export type { Authorization } from '../scrape/authorization.ts';
export type { Credentials } from '../scrape/credentials.ts';
export type { ScrapeMetricsOptions } from '../scrape/scrape-metrics.ts';
