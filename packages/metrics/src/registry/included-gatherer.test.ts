import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import type { Gatherer } from '../model/collector.ts';
import type { MetricsError } from '../model/errors.ts';
import { storedFamilies } from '../model/family.ts';
import type { MetricFamily, SampleSink } from '../model/family.ts';
import { Registry } from './registry.ts';

let registry: Registry;
let other: Registry;
let errors: MetricsError[];

describe('an included gatherer that is no registry', () => {
  beforeEach(() => {
    errors = [];
    other = new Registry();
    registry = new Registry({
      selfMetricsPrefix: 'shop',
      onError: (error) => void errors.push(error as MetricsError),
      collectorTimeoutMs: 50,
    });
    registry.gauge({ name: 'own', help: 'h' });
  });
  afterEach(() => void vi.useRealTimers());

  const family = (change: Partial<Record<keyof MetricFamily, unknown>> = {}): MetricFamily =>
    ({
      name: 'theirs',
      help: 'Theirs.',
      type: 'gauge',
      unit: undefined,
      visit: (sink) => sink.sample('', { names: ['a'], values: ['x'] }, undefined, 5),
      ...change,
    }) as MetricFamily;
  const gatherer = (...families: unknown[]): Gatherer => ({ name: 'theirs', gather: async () => families as never });
  const lines = async (): Promise<string[]> => (await registry.metrics()).match(/^(?!#|shop_registry_series).*$/gm)!.filter(Boolean);

  it('brings its families, read once for each scrape', async () => {
    const visit = vi.fn<MetricFamily['visit']>((sink) => sink.sample('', { names: ['a'], values: ['x'] }, undefined, 5));
    registry.include(gatherer(family({ visit })));
    expect(await lines()).toEqual(['own 0', 'theirs{a="x"} 5']);
    expect(encodeOpenMetrics(await registry.gather())).toContain('theirs{a="x"} 5\n');
    expect([visit.mock.calls.length, errors]).toEqual([2, []]);
  });

  it('may hand out the families of a registry, which stay as fast as they are', async () => {
    const gauge = other.gauge({ name: 'x', help: 'h' });
    registry.include({ gather: () => other.gather() });
    expect((await registry.gather()).at(-1)).toBe(gauge.family);
  });

  it('may have properties called as ours are', async () => {
    registry.include(gatherer(family({ name: 'x', table: 'x', members: [5] } as never), family({ members: [5] } as never)));
    expect(await lines()).toEqual(['own 0', 'x{a="x"} 5', 'theirs{a="x"} 5']);
  });

  it('may hand out all samples in the same arrays', async () => {
    const visit: MetricFamily['visit'] = (sink) => {
      const labels = { names: ['a'], values: [''] };
      for (const value of [1, 2]) {
        labels.values[0] = `x${value}`;
        sink.sample('', labels, undefined, value);
      }
    };
    registry.include(gatherer(family({ visit })));
    expect(await lines()).toEqual(['own 0', 'theirs{a="x1"} 1', 'theirs{a="x2"} 2']);
  });

  it('may hand out families of children that share a name', async () => {
    for (const region of ['eu', 'us']) other.child({ labels: { region } }).gauge({ name: 'x', help: 'h' });
    registry.include({ gather: () => other.gather() });
    expect(await lines()).toEqual(['own 0', 'x{region="eu"} 0', 'x{region="us"} 0']);
    const members = storedFamilies((await other.gather())[0]!);
    const included = storedFamilies((await registry.gather()).at(-1)!);
    expect([members.length, included.map((member, i) => member === members[i])]).toEqual([2, [true, true]]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('gone');
      },
      'gone',
    ],
    ['rejects', () => Promise.reject(new Error('gone')), 'gone'],
    ['hands out no list', () => Promise.resolve('x'), 'expected a list of families, got "x" (string)'],
    ['hands out nothing', () => undefined, 'expected a list of families, got undefined'],
  ])('costs its own metrics only when it %s', async (_, gather, reason) => {
    registry.include({ name: 'theirs', gather: gather as Gatherer['gather'] });
    expect(await lines()).toEqual(['shop_registry_collector_errors_total{collector="theirs"} 1', 'own 0']);
    expect(errors.map(({ message }) => message)).toEqual([`Included gatherer "theirs" failed: ${reason}`]);
  });

  it('costs its own metrics only when it hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    registry.include({ gather: () => new Promise(() => undefined) });
    const shownLines = lines();
    await vi.advanceTimersByTimeAsync(50);
    expect(await shownLines).toEqual(['shop_registry_collector_errors_total{collector="included gatherer"} 1', 'own 0']);
    expect(errors.map(({ message }) => message)).toEqual(['Included gatherer "included gatherer" failed: it took longer than 50 ms']);
  });

  it('costs its own metrics only when it gathers the registry that includes it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    registry.include({ gather: () => registry.gather() });
    const shownLines = lines();
    await vi.advanceTimersByTimeAsync(50);
    expect(await shownLines).toContain('own 0');
  });

  it.each<[string, unknown, string]>([
    ['is none', null, 'Family: expected a family, got null.'],
    ['has no name', family({ name: '' }), 'Family: expected a name that is not empty and can be written as UTF-8, got "" (string).'],
    ['has no help', family({ help: undefined }), 'Family: expected help to be a string, got undefined.'],
    ['has another unit', family({ unit: 5 }), 'Family: expected unit to be a string, got 5 (number).'],
    [
      'has another type',
      family({ type: 'toString' }),
      'Family: expected a type that is one of counter, gauge, info, stateset, histogram, summary, got "toString" (string).',
    ],
    [
      'throws',
      family({
        visit: () => {
          throw new Error('gone');
        },
      }),
      'gone',
    ],
    ...(
      [
        ['_sum', { names: [], values: [] }, undefined, 1, 'a suffix of a gauge, got "_sum" (string)'],
        [
          '',
          { names: ['a'], values: [] },
          undefined,
          1,
          'as many label values as names, all of them strings, got {"names":["a"],"values":[]} (object)',
        ],
        [
          '',
          { names: [''], values: ['x'] },
          undefined,
          1,
          'as many label values as names, all of them strings, got {"names":[""],"values":["x"]} (object)',
        ],
        [
          '',
          { names: ['a'], values: [1] },
          undefined,
          1,
          'as many label values as names, all of them strings, got {"names":["a"],"values":[1]} (object)',
        ],
        ['', { names: ['a', 'a'], values: ['x', 'y'] }, undefined, 1, 'label names that differ, got "a" (string)'],
        ['', { names: [], values: [] }, 1, 1, 'no bound, got 1 (number)'],
        ['', { names: [], values: [] }, undefined, '1', 'a value that is a number, got "1" (string)'],
      ] as const
    ).map(([suffix, labels, bound, value, expected]): [string, unknown, string] => [
      `hands out ${JSON.stringify([suffix, labels, bound, value])}`,
      family({ visit: (sink: { sample(...sample: unknown[]): void }) => sink.sample(suffix, labels, bound, value) }),
      `Family: expected ${expected}.`,
    ]),
    [
      'hands out a bound as a label, too',
      family({ type: 'histogram', visit: (sink: SampleSink) => sink.sample('_bucket', { names: ['le'], values: ['1'] }, 1, 5) }),
      'Family: expected the bound beside the labels, and no label of its name, got "le" (string).',
    ],
    [
      'hands out a quantile as a label, too',
      family({ type: 'summary', visit: (sink: SampleSink) => sink.sample('', { names: ['quantile'], values: ['1'] }, 1, 5) }),
      'Family: expected the bound beside the labels, and no label of its name, got "quantile" (string).',
    ],
  ])('has a family left out that %s', async (_, bad, reason) => {
    registry.include(gatherer(bad, family({ name: 'fine' })));
    expect(await lines()).toEqual(['shop_registry_collector_errors_total{collector="theirs"} 1', 'own 0', 'fine{a="x"} 5']);
    expect(errors.map(({ message }) => message)).toEqual([`Included gatherer "theirs": its metric 0 is left out: ${reason}`]);
  });

  it('has a family left out whose samples are exposed already, counted each time and reported once', async () => {
    registry.include(gatherer(family({ name: 'own' }), family(), family({ name: 'theirs', type: 'counter' })));
    other.histogram({ name: 'wait', help: 'h' });
    registry.include(other);
    registry.include({ gather: async () => [family({ name: 'wait_count' })] });
    await registry.metrics();
    expect((await lines()).filter((line) => !line.startsWith('wait'))).toEqual([
      'shop_registry_collector_errors_total{collector="theirs"} 4',
      'shop_registry_collector_errors_total{collector="included gatherer"} 2',
      'own 0',
      'theirs{a="x"} 5',
    ]);
    expect(errors.map(({ message, code }) => [code, message])).toEqual([
      [
        'ERR_METRIC_NAME',
        'Included gatherer "theirs": its metric "own" is left out: Metric "own": its sample "own" is exposed by the metric "own" already. Rename one of them.',
      ],
      [
        'ERR_METRIC_NAME',
        'Included gatherer "theirs": its metric "theirs" is left out: Metric "theirs": its sample "theirs" is exposed by the metric "theirs" already. Rename one of them.',
      ],
      [
        'ERR_METRIC_NAME',
        'Included gatherer "included gatherer": its metric "wait_count" is left out: Metric "wait_count": its sample "wait_count" is exposed by the metric "wait" already. Rename one of them.',
      ],
    ]);
  });

  it('is reported anew when a clash comes back after it had gone', async () => {
    let families = [family({ name: 'own' })];
    registry.include({ name: 'theirs', gather: async () => families });
    for (const next of [[], [family({ name: 'own' })], [family({ name: 'own' })]]) {
      await registry.gather();
      families = next;
    }
    await registry.gather();
    expect(errors).toHaveLength(2);
  });
});
