import { describe, expect, it } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';

/** What the computation under test does in this turn. */
interface Turn {
  readonly result: () => never;
}

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Turn>();
const STATE = { state: ['open', 'done'] } as const;
const CELL = { state: ['open', 'done'], region: ['eu', 'us'] } as const;
const COMPANY = { company: 'open' } as const;

const computed = { help: 'Under test.', compute: ({ result }: Turn) => result() };
const increased = { help: 'Under test.', increase: ({ result }: Turn) => result() };
const observed = {
  help: 'Under test.',
  buckets: [1, 10],
  observations: ({ result }: Turn, observe: (value: number) => void) => (result() as number[]).forEach(observe),
};

const cells = (...values: unknown[]) => ({
  labelSets: [
    { state: 'done', region: 'us' },
    { state: 'open', region: 'eu' },
  ],
  values,
});
const companies = (...values: unknown[]) => ({ labelSets: [{ company: 'a"c' }, { company: 'b' }], values });
const ofCompany = (company: unknown) => ({ labelSets: [{ company: 'b' }, { company }], values: [1, 2] });

const throwing = (thrown: unknown) => () => {
  throw thrown;
};
const NO_NUMBER: [string, unknown][] = [
  ['throws', throwing(new Error('boom'))],
  ['throws what is no error', throwing('boom')],
  ['returns Infinity', Infinity],
  ['returns -Infinity', -Infinity],
  ['returns undefined', undefined],
  ['returns null', null],
  ['returns a string', '1'],
  ['returns a bigint', 1n],
  ['returns a boolean', true],
  ['returns a promise', Promise.resolve(1)],
  ['returns a promise that rejects', (): unknown => Promise.reject(new Error('boom'))],
  ['throws an error without a message', throwing(Object.assign(new Error('x'), { message: undefined }))],
  ['throws an error whose message is no text', throwing(Object.assign(new Error('x'), { message: { code: 5 } }))],
  [
    'throws what cannot be looked at',
    (): never => {
      const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
      revoke();
      throw proxy;
    },
  ],
];
const NO_RECORD: [string, unknown][] = [
  ...NO_NUMBER,
  ['returns a number', 1],
  ['leaves a label value out', { open: 1 }],
  ['invents a label value', { open: 1, done: 2, lost: 3 }],
  ['holds Infinity', { open: 1, done: Infinity }],
  ['holds a string', { open: 1, done: '2' }],
  ['holds undefined', { open: undefined, done: 2 }],
];
const NO_CELLS: [string, unknown][] = [
  ...NO_NUMBER,
  ['returns a number', 1],
  ['returns a record', { open: 1, done: 2 }],
  ['holds Infinity', cells(1, Infinity)],
  ['holds a numeric string', cells(1, '2')],
  ['holds null', cells(1, null)],
  ['has too few values', cells(1)],
  ['has no values', { labelSets: cells().labelSets }],
  ['has label sets that are no list', { labelSets: new Set(), values: [] }],
  ['misses a label', { labelSets: [{ state: 'done' }], values: [1] }],
  ['has an unknown label', { labelSets: [{ state: 'done', region: 'eu', planet: 'earth' }], values: [1] }],
  ['has a value outside a closed label', { labelSets: [{ state: 'lost', region: 'eu' }], values: [1] }],
  [
    'names a series twice',
    {
      labelSets: [
        { state: 'done', region: 'eu' },
        { region: 'eu', state: 'done' },
      ],
      values: [1, 2],
    },
  ],
];
const NO_COMPANIES: [string, unknown][] = [
  ['holds -Infinity', companies(1, -Infinity)],
  ['holds undefined', companies(1, undefined)],
  ['has a label that is no string', ofCompany(7)],
  ['has the reserved label value', ofCompany('__overflow__')],
  ['names a series twice', ofCompany('b')],
];
const FALLING = -1;

const KINDS = [
  {
    kind: 'a gauge',
    metric: gauge(computed),
    good: [1, 2],
    bad: [...NO_NUMBER, ['returns a record', { open: 1 }], ['returns a column', cells(1, 2)]],
  },
  {
    kind: 'a gauge with one closed label',
    metric: gauge({ ...computed, labels: STATE }),
    good: [
      { open: 1, done: 2 },
      { open: 3, done: 4 },
    ],
    bad: NO_RECORD,
  },
  { kind: 'a gauge with two labels', metric: gauge({ ...computed, labels: CELL }), good: [cells(1, 2), cells(3, 4)], bad: NO_CELLS },
  {
    kind: 'a gauge with an open label',
    metric: gauge({ ...computed, labels: COMPANY }),
    good: [companies(1, 2), companies(3, 4)],
    bad: NO_COMPANIES,
  },
  { kind: 'a counter', name: 'tested_total', metric: counter(increased), good: [1, 2], bad: [...NO_NUMBER, ['falls', FALLING]] },
  {
    kind: 'a counter with one closed label',
    name: 'tested_total',
    metric: counter({ ...increased, labels: STATE }),
    good: [
      { open: 1, done: 2 },
      { open: 3, done: 4 },
    ],
    bad: [...NO_RECORD, ['falls', { open: 1, done: FALLING }]],
  },
  {
    kind: 'a counter with two labels',
    name: 'tested_total',
    metric: counter({ ...increased, labels: CELL }),
    good: [cells(1, 2), cells(3, 4)],
    bad: [...NO_CELLS, ['falls', cells(1, FALLING)]],
  },
  {
    kind: 'a counter with an open label',
    name: 'tested_total',
    metric: counter({ ...increased, labels: COMPANY }),
    good: [companies(1, 2), companies(3, 4)],
    bad: [...NO_COMPANIES, ['falls', companies(1, FALLING)]],
  },
  {
    kind: 'a histogram',
    metric: histogram(observed),
    good: [[1, 5], [20]],
    bad: [
      ['throws', throwing(new Error('boom'))],
      ['observes NaN', [1, NaN]],
      ['observes Infinity', [1, Infinity]],
      ['observes a string', [1, '2']],
      ['observes undefined', [1, undefined]],
      ['is asynchronous', (): unknown => Object.assign([1], { forEach: async () => Promise.reject(new Error('boom')) })],
    ],
  },
] as const satisfies readonly {
  kind: string;
  name?: string;
  metric: unknown;
  good: readonly unknown[];
  bad: readonly (readonly [string, unknown])[];
}[];

type Kind = (typeof KINDS)[number];

function start({ metric, ...kind }: Kind) {
  const name = 'name' in kind ? kind.name : 'tested';
  const group = defineMetrics('shop', { [name]: metric, steady: gauge({ help: 'Not affected.', compute: () => 7 }) });
  const registry = new Registry();
  const errors: MetricsError[] = [];
  const services = new MetricsServices([group], { factory: registry, prefix: 'shop', onError: (error) => errors.push(error) });
  const record = services.record({ entities: true });
  let turn = 0;
  const run = async (result: unknown) => {
    services.compute(++turn, { result: (typeof result === 'function' ? result : () => result) as () => never });
    services.publish();
    const lines = (await registry.metrics()).split('\n');
    return {
      exposed: lines.filter((line) => line.includes('shop_tested')),
      steady: lines.filter((line) => line.startsWith('shop_steady')),
      json: record.json(),
    };
  };
  return { run, errors, name: `shop_${name}` };
}

/** The lines of `/metrics` about the metric, but not those of the counter of errors. */
const own = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith('shop_metric_errors_total'));
const failures = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('shop_metric_errors_total'));

describe.each(KINDS)('$kind', (kind) => {
  it.each(kind.bad as readonly [string, unknown][])('that %s costs its own value of that turn, and nothing else', async (_, bad) => {
    const { run, errors, name } = start(kind);
    const undisturbed = start(kind);

    expect(own((await run(kind.good[0])).exposed)).toEqual(own((await undisturbed.run(kind.good[0])).exposed));

    const failed = await run(bad);
    expect(own(failed.exposed)).toEqual([]);
    expect(failed.steady).toEqual(['shop_steady 7']);
    expect(failures(failed.exposed)).toEqual([`shop_metric_errors_total{metric="${name}"} 1`]);
    const { shop_steady, ...tested } = JSON.parse(failed.json) as Record<string, unknown>;
    expect(shop_steady).toBe(7);
    expect(new Set(Object.values(tested))).toEqual(new Set([null]));
    expect(errors.map(({ code }) => code)).toEqual(['ERR_COMPUTE']);
    expect(errors[0]!.message).toMatch(
      new RegExp(`^Metric "${name}" has no value in turn 2: .*[^.]\\. The other metrics are not affected\\.$`),
    );

    const recovered = await run(kind.good[1]);
    expect(own(recovered.exposed)).toEqual(own((await undisturbed.run(kind.good[1])).exposed));
    expect(failures(recovered.exposed)).toEqual([`shop_metric_errors_total{metric="${name}"} 1`]);
  });
});

it('who observes after the turn is over is refused, and changes nothing', () => {
  let late = (_value: number): void => undefined;
  const group = defineMetrics('shop', {
    wait: histogram({
      help: 'Wait.',
      observations: (_, observe) => {
        late = observe;
        observe(1);
      },
    }),
  });
  const services = new MetricsServices([group], { factory: new Registry(), prefix: 'shop' });
  services.compute(1, { result: () => undefined as never });
  expect(() => late(2)).toThrow('expected an observation while the turn is computed, got one afterwards');
  expect(services.history('shop_wait')!.last).toBe(1);
});

it('a computation that makes turns itself is refused', () => {
  const messages: string[] = [];
  const onError = ({ message }: MetricsError): void => void messages.push(message);
  const group = defineMetrics('shop', {
    publishes: gauge({ help: 'P.', compute: () => (services.publish(), 1) }),
    computes: gauge({ help: 'C.', compute: () => (services.compute(9, { result: () => undefined as never }), 1) }),
    steady: gauge({ help: 'S.', compute: () => 7 }),
  });
  const services: MetricsServices<Turn> = new MetricsServices<Turn>([group], { factory: new Registry(), prefix: 'shop', onError });
  services.compute(1, { result: () => undefined as never });
  expect(messages).toEqual([
    expect.stringContaining('publish: expected a call between two turns, got one from within a computation'),
    expect.stringContaining('compute: expected a call between two turns, got one from within a computation'),
  ]);
  expect([services.history('shop_steady')!.last, services.turn]).toEqual([7, 1]);
});
