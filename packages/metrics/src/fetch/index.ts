export { metricsFetchHandler } from './fetch-handler.ts';
export type { MetricsFetchHandlerOptions } from './fetch-handler.ts';
export type { Authorization } from '../scrape/authorization.ts';
export type { Credentials } from '../scrape/credentials.ts';
export type { ScrapeMetricsOptions } from '../scrape/scrape-metrics.ts';
