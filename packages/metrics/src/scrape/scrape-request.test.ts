import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScrapeRequest } from './scrape-request.ts';
import type { RequestHead } from './scrape-request.ts';

function head(
  headers: Readonly<Record<string, string>> = {},
  url: string | undefined = '/metrics',
  method: string | undefined = 'GET',
): RequestHead {
  return { method, url, header: (name) => headers[name] };
}

const ALL = { openMetrics: true, gzip: true };
const PROMETHEUS = {
  accept: 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
  'accept-encoding': 'gzip',
  'x-prometheus-scrape-timeout-seconds': '10',
};

describe('readScrapeRequest', () => {
  it('reads what Prometheus sends', () => {
    expect(readScrapeRequest(head(PROMETHEUS, '/metrics?name[]=a'), ALL)).toEqual({
      exposition: {
        format: 'openmetrics',
        version: '1.0.0',
        escaping: 'allow-utf-8',
        contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
      },
      gzip: true,
      names: new Set(['a']),
      timeoutMs: 9500,
    });
  });

  it('asks for nothing special without headers', () => {
    expect(readScrapeRequest(head({}, undefined, 'HEAD'), ALL)).toEqual({
      exposition: { format: 'text', version: '0.0.4', escaping: 'underscores', contentType: 'text/plain; version=0.0.4; charset=utf-8' },
      gzip: false,
      names: undefined,
      timeoutMs: undefined,
    });
  });

  it('reads only what the application offers', () => {
    expect(readScrapeRequest(head(PROMETHEUS), { openMetrics: false, gzip: false })).toMatchObject({
      exposition: { format: 'text', version: '0.0.4' },
      gzip: false,
    });
  });

  it.each(['POST', 'get', '', undefined, 'CONNECT'])('refuses the method %s', (method) => {
    expect(readScrapeRequest({ ...head(), method }, ALL)).toEqual({
      status: 405,
      body: 'Only GET and HEAD are answered here.\n',
      headers: { Allow: 'GET, HEAD' },
    });
  });

  it('refuses a list that is too long', () => {
    expect(readScrapeRequest(head({}, `/metrics?${'name[]=a&'.repeat(1001)}`), ALL)).toEqual({
      status: 414,
      body: 'The query is too long: at most 1,000 names in 65,536 characters are read.\n',
    });
  });

  it('never throws, whatever the headers say', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('gzip;q=', '"', 'a/b;c="', '*/*', '1e9', 'x'.repeat(10_000)));
    const headers = fc.record({ accept: value, 'accept-encoding': value, 'x-prometheus-scrape-timeout-seconds': value });
    fc.assert(
      fc.property(headers, fc.webUrl({ withQueryParameters: true }), (given, url) => {
        const asked = readScrapeRequest(head(given, url), ALL);
        if ('status' in asked) return asked.status === 414;
        return asked.timeoutMs === undefined || asked.timeoutMs > 0;
      }),
    );
  });
});
