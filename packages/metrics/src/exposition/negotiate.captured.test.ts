import { describe, expect, it } from 'vitest';
import { negotiate } from './negotiate.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const TEXT_1 = 'text/plain; version=1.0.0; charset=utf-8; escaping=';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=';

const PROTOBUF = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

/** What Prometheus 3.5 sends when it is configured for an escaping scheme. */
function prometheus35(escaping: string): string {
  return `application/openmetrics-text;version=1.0.0;escaping=${escaping};q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=${escaping};q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`;
}

describe('negotiate answers what real clients send', () => {
  it.each([
    [
      'Prometheus 2.42',
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      `${OPENMETRICS}underscores`,
    ],
    [
      'Prometheus 2.42 with native histograms',
      `${PROTOBUF},application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
      `${OPENMETRICS}underscores`,
    ],
    [
      'Prometheus 2.53',
      'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      `${OPENMETRICS}underscores`,
    ],
    [
      'Prometheus 2.53 with native histograms or created timestamps',
      `${PROTOBUF};q=0.5,application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1`,
      `${OPENMETRICS}underscores`,
    ],
    ['Prometheus 3.5', prometheus35('allow-utf-8'), `${OPENMETRICS}allow-utf-8`],
    [
      'Prometheus 3.5 with native histograms',
      `${PROTOBUF};q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1`,
      `${OPENMETRICS}allow-utf-8`,
    ],
    ['Prometheus 3.5 that escapes by underscores', prometheus35('underscores'), `${OPENMETRICS}underscores`],
    ['Prometheus 3.5 that escapes by dots', prometheus35('dots'), `${OPENMETRICS}dots`],
    ['Prometheus 3.5 that escapes by values', prometheus35('values'), `${OPENMETRICS}values`],
    [
      'Prometheus 3.5 that asks for text only',
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4',
      `${TEXT_1}allow-utf-8`,
    ],
    [
      'Prometheus 3.5 that asks for OpenMetrics only',
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.5',
      `${OPENMETRICS}allow-utf-8`,
    ],
    [
      'the example of the Prometheus documentation, with its slip at the end',
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,/;q=0.1',
      `${OPENMETRICS}allow-utf-8`,
    ],
    [
      'Prometheus from before OpenMetrics 1.0.0',
      'application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      TEXT,
    ],
    ['VictoriaMetrics', 'text/plain;version=0.0.4;q=1,*/*;q=0.1', TEXT],
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', TEXT],
    ['Java', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', TEXT],
    ['curl', '*/*', TEXT],
  ])('%s', (_, accept, contentType) => {
    expect(negotiate(accept).contentType).toBe(contentType);
  });
});
