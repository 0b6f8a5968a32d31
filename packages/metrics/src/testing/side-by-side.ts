/** A registry and a naive one: every step is done to both, and what it returns or throws is compared at once. */
import assert from 'node:assert/strict';
import { encodeOpenMetrics, encodeText } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';
import type { NaiveDefinition } from './naive-definition.ts';
import { NaiveHandle } from './naive-metric.ts';
import type { NaiveMetric } from './naive-metric.ts';
import { NaiveRegistry } from './naive-registry.ts';
import type { Method } from './naive-series.ts';

/** Values of the labels `a` and `b`. */
interface LabelValues {
  readonly a: string;
  readonly b: string;
}

export type Step =
  | { readonly kind: 'define' | 'unregister' | 'reset' | 'clear'; readonly metric: number }
  | { readonly kind: 'labels' | 'remove'; readonly metric: number; readonly values: LabelValues }
  /** Removes what has the values of the labels that are named. */
  | { readonly kind: 'removeMatching'; readonly metric: number; readonly values: LabelValues; readonly names: readonly string[] }
  /** So many series come and go. */
  | { readonly kind: 'churn'; readonly metric: number; readonly count: number }
  | { readonly kind: 'write'; readonly handle: number; readonly method: Method; readonly value: unknown }
  | { readonly kind: 'advance'; readonly seconds: number }
  | { readonly kind: 'scrape' }
  | { readonly kind: 'clear everything' };

type RealHandle = Readonly<Record<Method, (value: unknown) => void>>;

interface RealFamily {
  readonly seriesCount: number;
  readonly overflowed: number;
  readonly detachedWrites: number;
  labels(labels: unknown): RealHandle;
  remove(labels: unknown): boolean;
  removeMatching(labels: unknown): number;
  clear(): void;
  reset(): void;
}

interface Pair {
  readonly real: RealFamily;
  readonly naive: NaiveMetric;
}

interface HandlePair {
  readonly real: RealHandle;
  readonly naive: NaiveHandle;
}

export class SideBySide {
  readonly #definitions: readonly NaiveDefinition[];
  readonly #clock = { seconds: 1_700_000_000.5 };
  readonly #real = new Registry({ clock: { now: () => this.#clock.seconds, monotonic: () => this.#clock.seconds } });
  readonly #naive = new NaiveRegistry(this.#clock);
  /** Those of metrics that have been unregistered as well. */
  readonly #handles: HandlePair[] = [];
  readonly #families = new Map<string, Pair>();

  constructor(definitions: readonly NaiveDefinition[]) {
    this.#definitions = definitions;
  }

  async do(step: Step): Promise<void> {
    if (step.kind === 'scrape') await this.compare();
    else if (step.kind === 'advance') this.#clock.seconds += step.seconds;
    else if (step.kind === 'write') this.#write(step);
    else if (step.kind === 'clear everything') {
      this.#real.clear();
      this.#naive.clear();
    } else {
      const definition = this.#definitions[step.metric]!;
      const pair = this.#families.get(definition.name);
      if (step.kind === 'define') this.#define(definition);
      else if (step.kind === 'unregister') assert.equal(this.#real.unregister(definition.name), this.#naive.unregister(definition.name));
      else if (pair !== undefined) this.#change(pair, step);
    }
  }

  /** Compares all that there is to see, in every format. */
  async compare(): Promise<void> {
    const naiveText = this.#naive.text();
    const families = await this.#real.gather();
    assert.equal(encodeText(families), naiveText);
    for (const createdTimestamps of [false, true]) {
      assert.equal(encodeOpenMetrics(families, { createdTimestamps }), this.#naive.openMetrics(createdTimestamps));
    }
    for (const { real, naive } of this.#families.values()) {
      const seen = { overflowed: real.overflowed, detachedWrites: real.detachedWrites, seriesCount: real.seriesCount };
      assert.deepEqual(seen, { overflowed: naive.overflowed, detachedWrites: naive.detachedWrites, seriesCount: naive.seriesCount });
    }
  }

  #define(definition: NaiveDefinition): void {
    const { type, name, labels, closed, bounds, ...rest } = definition;
    const labelOptions = closed === undefined ? { labelNames: labels } : { labels: { [labels![0]!]: closed } };
    const options = { name, help: `Help of ${name}.`, ...labelOptions, ...rest, ...(bounds && { buckets: bounds.map(Number) }) };
    const define = (): unknown => (this.#real as unknown as Record<typeof type, (options: unknown) => unknown>)[type](options);
    const naive = this.#naive.define(definition);
    if (naive === undefined) {
      assert.throws(define, /is exposed by the metric/);
      return;
    }
    const instrument = define() as RealFamily | (RealHandle & { readonly family: RealFamily });
    if (this.#families.get(name)?.naive === naive) return;
    this.#families.set(name, { real: 'family' in instrument ? instrument.family : instrument, naive });
    if ('family' in instrument) this.#handles.push({ real: instrument, naive: new NaiveHandle(naive, []) });
  }

  #change({ real, naive }: Pair, step: Extract<Step, { metric: number }>): void {
    if (step.kind === 'reset' || step.kind === 'clear') {
      real[step.kind]();
      naive[step.kind]();
    } else if (step.kind === 'labels') {
      const given = givenLabels(naive.definition, step.values);
      this.#handles.push({ real: real.labels(given), naive: new NaiveHandle(naive, Object.values(given)) });
    } else if (step.kind === 'remove') {
      const given = givenLabels(naive.definition, step.values);
      assert.equal(real.remove(given), naive.remove(Object.values(given)));
    } else if (step.kind === 'removeMatching') removeMatching({ real, naive }, step.values, step.names);
    else if (step.kind === 'churn') churn({ real, naive }, step.count);
  }

  #write({ handle, method, value }: Extract<Step, { kind: 'write' }>): void {
    const chosen = this.#handles[handle % Math.max(1, this.#handles.length)];
    if (chosen === undefined) return;
    const { type } = chosen.naive.metric.definition;
    const known = { counter: 'inc', gauge: method === 'observe' ? 'set' : method, histogram: 'observe', summary: 'observe' }[
      type
    ] as Method;
    const write = (): void => chosen.real[known](value);
    if (chosen.naive.write(known, value)) write();
    else assert.throws(write, /expected an? (increment|observation|number)/);
  }
}

/** The labels of a metric, in the order of their definition; of closed ones a value that there is. */
function givenLabels({ labels = [], closed }: NaiveDefinition, values: LabelValues): Record<string, string> {
  const b = closed === undefined ? values.b : closed[values.b.length % closed.length]!;
  return Object.fromEntries(labels.map((label) => [label, label === 'a' ? values.a : b]));
}

function removeMatching({ real, naive }: Pair, values: LabelValues, names: readonly string[]): void {
  const wanted = Object.entries(givenLabels(naive.definition, values)).filter(([name]) => names.includes(name));
  const positions = wanted.map(([name, value]) => [naive.definition.labels!.indexOf(name), value] as const);
  assert.equal(real.removeMatching(Object.fromEntries(wanted)), naive.removeMatching(new Map(positions)));
}

function churn({ real, naive }: Pair, count: number): void {
  for (let i = 0; i < count; i++) {
    const given = givenLabels(naive.definition, { a: `churn ${i}`, b: 'x'.repeat(i % 3) });
    real.labels(given);
    naive.labels(Object.values(given));
    assert.equal(real.remove(given), naive.remove(Object.values(given)));
  }
}
