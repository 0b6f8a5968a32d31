import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { listedFamilies, listedNames } from './name-filter.ts';

describe('listedNames', () => {
  it.each([
    ['/metrics', undefined],
    ['/metrics?', undefined],
    ['/metrics?name=a&names[]=b&name[=c', undefined],
    ['/metrics?name[]=a', ['a']],
    ['/metrics?x=1&name[]=a&name[]=b&name[]=a', ['a', 'b']],
    ['http://127.0.0.1:8000/metrics?name%5B%5D=a%5Fb', ['a_b']],
    ['/metrics?name[]=a+b%20c', ['a b c']],
    ['/metrics?name[]=a#?name[]=b', ['a']],
    ['/metrics?name[]=', ['']],
    ['/metrics?name[]', ['']],
    ['?name[]=%', ['%']],
    ['/metrics?name[]=%zz%E9&name[]=%00', ['%zz\ufffd', '\0']],
    ['/metrics?name[]=__proto__', ['__proto__']],
  ])('reads %s', (url, names) => {
    const listed = listedNames(url);
    expect(listed instanceof Set ? [...listed] : listed).toEqual(names);
  });

  it('refuses lists beyond 1,000 names or 65,536 characters, whose first part would look like all', () => {
    const listOf = (count: number): string => `/metrics?${Array.from({ length: count }, (_, i) => `name[]=n${i}`).join('&')}`;
    expect(listedNames(listOf(1000))).toHaveProperty('size', 1000);
    expect(listedNames(listOf(1001))).toBe('too long');
    expect(listedNames(`/metrics?x=${'x'.repeat(65_534)}`)).toBeUndefined();
    expect(listedNames(`/metrics?x=${'x'.repeat(65_535)}`)).toBe('too long');
    expect(listedNames(`/metrics?${'&'.repeat(1e8)}`)).toBe('too long');
  });

  it('never throws', () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('?', '&', '=', 'name[]=', '%', '%e', '%ff', '#', '+'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const listed = listedNames(`/metrics?${parts.join('')}`);
        expect(listed === undefined || listed === 'too long' || listed instanceof Set).toBe(true);
      }),
    );
  });
});

describe('listedFamilies', () => {
  const registry = new Registry();
  registry.counter({ name: 'orders_total', help: 'h' });
  registry.gauge({ name: 'orders', help: 'h' });
  registry.gauge({ name: 'depth_total', help: 'h' });
  registry.histogram({ name: 'latency_seconds', help: 'h' });

  /** Of a source that holds less to the conventions than the registry does. */
  const visits: MetricFamily = { name: 'visits', help: 'h', type: 'counter', unit: undefined, visit: () => undefined };

  it.each([
    ['orders_total', ['orders_total']],
    ['orders', ['orders_total', 'orders']],
    ['visits', ['visits']],
    ['visits_total', []],
    ['depth_total', ['depth_total']],
    ['depth', []],
    ['latency_seconds', ['latency_seconds']],
    ['latency_seconds_bucket', ['latency_seconds']],
    ['latency_seconds_sum', ['latency_seconds']],
    ['latency_seconds_count', ['latency_seconds']],
    ['latency_seconds_total', []],
    ['latency', []],
    ['', []],
  ])('takes for %s what has that name: the metric, its family in OpenMetrics, or a sample', async (name, expected) => {
    const families = [...(await registry.gather()), visits];
    expect(listedFamilies(families, new Set([name])).map((family) => family.name)).toEqual(expected);
  });

  it('keeps the order of definition, and each family once', async () => {
    const names = new Set(['latency_seconds_sum', 'latency_seconds', 'unknown', 'orders_total']);
    expect(listedFamilies(await registry.gather(), names).map(({ name }) => name)).toEqual(['orders_total', 'latency_seconds']);
  });

  it('returns the same array where all are asked for, which stands for their moment', async () => {
    const families = await registry.gather();
    expect(listedFamilies(families, undefined)).toBe(families);
  });
});
