import { describe, expect, it } from 'vitest';
import type { MetricType } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { encodeOpenMetrics } from './openmetrics.ts';
import type { OpenMetricsFamily } from './openmetrics.ts';

describe('created timestamps', () => {
  const times: Readonly<Record<string, number | undefined>> = { 'a="1"': 1_520_430_000.123, 'a="2"': undefined, 'a="3"': NaN };

  function labelled(name: string, type: MetricType): OpenMetricsFamily {
    return {
      name,
      type,
      help: 'h',
      unit: undefined,
      createdSeconds: (labelText) => times[labelText],
      visit: (sink) => {
        for (const labelText of Object.keys(times)) {
          if (type !== 'histogram') sink.sample('', labelText, undefined, 1);
          else {
            sink.sample('_bucket', labelText, Infinity, 1);
            sink.sample('_sum', labelText, undefined, -1);
            sink.sample('_count', labelText, undefined, 1);
          }
        }
      },
    };
  }

  it('follow the series of counters and histograms that have one', () => {
    const families = [labelled('c_total', 'counter'), labelled('h', 'histogram'), labelled('g', 'gauge')];
    const samples = encodeOpenMetrics(families, { withCreated: true })
      .split('\n')
      .filter((line) => /^[a-z]/.test(line));
    expect(samples).toEqual([
      'c_total{a="1"} 1',
      'c_created{a="1"} 1520430000.123',
      'c_total{a="2"} 1',
      'c_total{a="3"} 1',
      'h_bucket{a="1",le="+Inf"} 1',
      'h_created{a="1"} 1520430000.123',
      'h_bucket{a="2",le="+Inf"} 1',
      'h_bucket{a="3",le="+Inf"} 1',
      'g{a="1"} 1',
      'g{a="2"} 1',
      'g{a="3"} 1',
    ]);
  });

  it('are left out unless they are asked for, and where a family knows none', async () => {
    expect(encodeOpenMetrics([labelled('c_total', 'counter')])).not.toContain('_created');
    const registry = new Registry();
    registry.counter({ name: 'c_total', help: 'h' });
    expect(encodeOpenMetrics(await registry.gather(), { withCreated: true })).not.toContain('_created');
  });
});
