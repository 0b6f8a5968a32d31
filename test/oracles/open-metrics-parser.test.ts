import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from './debian.ts';
import { PythonOpenMetricsParser } from './open-metrics-parser.ts';

const missing = await missingDebianPackage('python3-prometheus-client');

describe('PythonOpenMetricsParser', () => {
  const python = new PythonOpenMetricsParser();

  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  afterAll(() => python.close());

  it('returns the families of a document', async () => {
    const document =
      '# TYPE c_seconds counter\n# UNIT c_seconds seconds\n# HELP c_seconds Say \\"hi\\".\nc_seconds_total{a="\\"\\n"} 1\n# EOF\n';
    expect(await python.parse(document)).toEqual([
      {
        name: 'c_seconds',
        help: 'Say "hi".',
        type: 'counter',
        unit: 'seconds',
        samples: [{ name: 'c_seconds_total', labels: { a: '"\n' }, bits: '3ff0000000000000' }],
      },
    ]);
  });

  it.each([
    ['a document without its end', 'a 1\n', 'Missing # EOF'],
    ['a unit that does not end the name', '# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n', 'Unit does not match'],
    ['names that clash', '# TYPE a gauge\na 1\nb 1\n# TYPE a counter\na_total 1\n# EOF\n', 'Clashing name'],
    ['a negative sum', '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum -1\nh_count 1\n# EOF\n', 'cannot be negative'],
  ])('refuses %s, and goes on with the next', async (_, document, reason) => {
    await expect(python.parse(document)).rejects.toThrow('prometheus_client refuses the document: ValueError');
    await expect(python.parse(document)).rejects.toThrow(reason);
    expect(await python.parse('# EOF\n')).toEqual([]);
  });
});
