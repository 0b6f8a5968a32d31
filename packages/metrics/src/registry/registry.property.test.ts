import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Registry } from './registry.ts';

/** Metrics that the sequences define; `bounds` are spelled as the exposition must spell them. */
const DEFINITIONS = [
  { type: 'counter', name: 'plain_total' },
  { type: 'counter', name: 'few_total', labels: ['a', 'b'], maxSeries: 3 },
  { type: 'gauge', name: 'plain' },
  { type: 'gauge', name: 'few', labels: ['a'], maxSeries: 2, omitNaN: true },
  { type: 'gauge', name: 'closed', labels: ['b'], closed: ['x', 'y'] },
  { type: 'histogram', name: 'wait', bounds: ['0.5', '2', '1e+06'] },
  { type: 'histogram', name: 'wait_few', labels: ['b', 'a'], maxSeries: 2, bounds: ['-1', '0'] },
  { type: 'gauge', name: 'wait_count' },
] as const satisfies readonly Definition[];

interface Definition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly labels?: readonly string[];
  /** Values of the only label, where it is closed. */
  readonly closed?: readonly string[];
  readonly maxSeries?: number;
  readonly omitNaN?: boolean;
  readonly bounds?: readonly string[];
}

type Method = 'inc' | 'dec' | 'set' | 'observe';

type Step =
  | { readonly kind: 'define' | 'unregister' | 'reset'; readonly metric: number }
  | { readonly kind: 'labels'; readonly metric: number; readonly a: string; readonly b: string }
  | { readonly kind: 'update'; readonly handle: number; readonly method: Method; readonly value: unknown }
  | { readonly kind: 'clear' };

/** A registry as simple as can be: everything kept as it was given, and everything computed when it is shown. */
class NaiveRegistry {
  readonly #metrics = new Map<string, NaiveMetric>();

  define(definition: Definition): NaiveMetric | 'refused' {
    const clash = { wait: 'wait_count', wait_count: 'wait' }[definition.name];
    if (clash !== undefined && this.#metrics.has(clash)) return 'refused';
    const metric = this.#metrics.get(definition.name) ?? new NaiveMetric(definition);
    this.#metrics.set(definition.name, metric);
    return metric;
  }

  get(name: string): NaiveMetric | undefined {
    return this.#metrics.get(name);
  }

  unregister(name: string): boolean {
    return this.#metrics.delete(name);
  }

  clear(): void {
    this.#metrics.clear();
  }

  text(): string {
    return [...this.#metrics.values()].map((metric) => metric.text()).join('');
  }
}

class NaiveMetric {
  readonly #definition: Definition;
  readonly #series = new Map<string, NaiveSeries>();
  #overflow: NaiveSeries | undefined;

  constructor(definition: Definition) {
    this.#definition = definition;
    if (definition.labels === undefined) this.labels([]);
    for (const value of definition.closed ?? []) this.labels([value]);
  }

  labels(values: readonly string[]): NaiveSeries {
    const key = JSON.stringify(values);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    if (this.#series.size >= (this.#definition.maxSeries ?? Infinity))
      return (this.#overflow ??= new NaiveSeries(
        this.#definition,
        values.map(() => '__overflow__'),
      ));
    const series = new NaiveSeries(this.#definition, values);
    this.#series.set(key, series);
    return series;
  }

  reset(): void {
    for (const series of [...this.#series.values(), ...(this.#overflow ? [this.#overflow] : [])]) series.values = [];
  }

  text(): string {
    const { name, type } = this.#definition;
    const shown = [...this.#series.values(), ...(this.#overflow !== undefined && type !== 'gauge' ? [this.#overflow] : [])];
    const samples = shown.flatMap((series) => series.samples());
    return samples.length === 0 ? '' : `# HELP ${name} Help of ${name}.\n# TYPE ${name} ${type}\n${samples.join('\n')}\n`;
  }
}

class NaiveSeries {
  /** Every change since the start or the last reset, oldest first. */
  values: { method: Method; value: number }[] = [];
  readonly #definition: Definition;
  readonly #labels: readonly string[];

  constructor(definition: Definition, values: readonly string[]) {
    this.#definition = definition;
    this.#labels = values.map(
      (value, i) => `${definition.labels?.[i]}="${value.replaceAll(/["\\\n]/g, (char) => (char === '\n' ? String.raw`\n` : `\\${char}`))}"`,
    );
  }

  /** Returns whether the update is allowed; if not, nothing happens. */
  update(method: Method, value: unknown): boolean {
    const { type } = this.#definition;
    if (typeof value !== 'number') return false;
    if (type === 'counter' && !(value >= 0 && Number.isFinite(value))) return false;
    if (type === 'histogram' && Number.isNaN(value)) return false;
    this.values.push({ method, value });
    return true;
  }

  samples(): string[] {
    const { bounds, name, omitNaN = false } = this.#definition;
    if (bounds === undefined) return omitNaN && Number.isNaN(this.#total()) ? [] : [this.#sample(name, [], this.#total())];
    const upTo = (bound: number): number => this.values.filter(({ value }) => value <= bound).length;
    return [
      ...bounds.map((bound) => this.#sample(`${name}_bucket`, [`le="${bound}"`], upTo(Number(bound)))),
      this.#sample(`${name}_bucket`, ['le="+Inf"'], this.values.length),
      this.#sample(`${name}_sum`, [], this.#total()),
      this.#sample(`${name}_count`, [], this.values.length),
    ];
  }

  #total(): number {
    let total = 0;
    for (const { method, value } of this.values) {
      if (method === 'set') total = value;
      else total += method === 'dec' ? -value : value;
    }
    return total;
  }

  #sample(name: string, more: readonly string[], value: number): string {
    const labels = [...this.#labels, ...more].join(',');
    const number = Object.is(value, -0) ? '-0.0' : String(value).replace(/^(-?)Infinity$/, (_, sign: string) => `${sign || '+'}Inf`);
    return `${name}${labels === '' ? '' : `{${labels}}`} ${number}`;
  }
}

interface Handle {
  readonly type: Definition['type'];
  readonly real: Readonly<Record<Method, (value: unknown) => void>>;
  readonly naive: NaiveSeries;
}

/** The registry and the naive one side by side: every step is done to both. */
class SideBySide {
  readonly registry = new Registry();
  readonly naive = new NaiveRegistry();
  /** Handles of all metrics there ever were, those of removed metrics too. */
  readonly #handles: Handle[] = [];
  readonly #instruments = new Map<string, Record<'labels', (labels: unknown) => Handle['real']> & { reset(): void }>();

  do(step: Step): void {
    if (step.kind === 'clear') {
      this.registry.clear();
      this.naive.clear();
    } else if (step.kind === 'update') {
      this.#update(step);
    } else if (step.kind === 'define') {
      this.#define(DEFINITIONS[step.metric]!);
    } else {
      this.#change(DEFINITIONS[step.metric]!, step);
    }
  }

  #define(definition: Definition): void {
    const { type, name, labels, closed, bounds, ...rest } = definition;
    const labelOptions = closed === undefined ? { labelNames: labels } : { labels: { [labels![0]!]: closed } };
    const options = { name, help: `Help of ${name}.`, ...labelOptions, ...rest, ...(bounds && { buckets: bounds.map(Number) }) };
    const define = (): unknown => (this.registry as unknown as Record<typeof type, (options: unknown) => unknown>)[type](options);
    const naive = this.naive.define(definition);
    if (naive === 'refused') {
      expect(define).toThrow(/is exposed by the metric/);
      return;
    }
    const instrument = define() as never;
    this.#instruments.set(name, instrument);
    if (labels === undefined) this.#handles.push({ type, real: instrument, naive: naive.labels([]) });
  }

  #change(definition: Definition, step: Exclude<Step, { kind: 'clear' | 'update' }>): void {
    const { name, type, labels } = definition;
    const naive = this.naive.get(name);
    if (step.kind === 'unregister') expect(this.registry.unregister(name)).toBe(this.naive.unregister(name));
    if (naive === undefined) return;
    const instrument = this.#instruments.get(name)!;
    if (step.kind === 'reset') {
      instrument.reset();
      naive.reset();
    }
    if (step.kind !== 'labels' || labels === undefined) return;
    const values = { a: step.a, b: definition.closed === undefined ? step.b : definition.closed[step.b.length % 2]! };
    const given = Object.fromEntries(labels.map((label) => [label, values[label as 'a' | 'b']]));
    this.#handles.push({ type, real: instrument.labels(given), naive: naive.labels(labels.map((label) => given[label]!)) });
  }

  #update({ handle, method, value }: Extract<Step, { kind: 'update' }>): void {
    const chosen = this.#handles[handle % Math.max(1, this.#handles.length)];
    if (chosen === undefined) return;
    const allowed = { counter: 'inc', gauge: method === 'observe' ? 'set' : method, histogram: 'observe' }[chosen.type] as Method;
    const update = (): void => chosen.real[allowed](value);
    if (chosen.naive.update(allowed, value)) update();
    else expect(update).toThrow(/expected an? (increment|observation|number)/);
  }
}

const metric = fc.nat({ max: DEFINITIONS.length - 1 });
const text = fc.constantFrom('', 'x', 'y', '|', '"', '\\', '\n', '{}', '\0', '😀', '__proto__', '__overflow', 'x",b="y');
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, -0, 1, 0.5, 2.5, -1, 1e6, 1e308, 2 ** 53, Number.MIN_VALUE) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, '5', null, 1n) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('define' as const), metric }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('labels' as const), metric, a: text, b: text }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      handle: fc.nat(),
      method: fc.constantFrom('inc', 'dec', 'set', 'observe'),
      value,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('unregister' as const, 'reset' as const), metric }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);

it('agrees with a naive registry after any sequence of operations, to the letter', async () => {
  const everything = DEFINITIONS.map((_, i): Step => ({ kind: 'define', metric: i }));
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 60 }), async (defined, steps) => {
      const both = new SideBySide();
      for (const each of defined ? [...everything, ...steps] : steps) both.do(each);
      expect(await both.registry.metrics()).toBe(both.naive.text());
    }),
    { numRuns: 500 },
  );
});
