import { PythonParser } from './python-parser.ts';
import type { ParsedFamily } from './python-parser.ts';

/** A family as prometheus_client reads it; an empty unit means none. */
export interface ParsedOpenMetricsFamily extends ParsedFamily {
  readonly unit: string;
}

/** The strict OpenMetrics parser in prometheus_client: it refuses much of what Prometheus lets pass. */
export class PythonOpenMetricsParser extends PythonParser<ParsedOpenMetricsFamily> {
  constructor() {
    super('openmetrics', 'document');
  }
}
