/** A registry as simple as can be: everything is written anew, line by line, each time it is shown. */
import type { ManualClock, NaiveDefinition } from './naive-definition.ts';
import { NaiveMetric } from './naive-metric.ts';
import type { NaiveSample, NaiveSeries } from './naive-series.ts';

export class NaiveRegistry {
  readonly #clock: ManualClock;
  readonly #metrics = new Map<string, NaiveMetric>();

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  /** Returns undefined when the name cannot be had beside the others. */
  define(definition: NaiveDefinition): NaiveMetric | undefined {
    const clash = { wait: 'wait_count', wait_count: 'wait' }[definition.name];
    if (clash !== undefined && this.#metrics.has(clash)) return undefined;
    const metric = this.#metrics.get(definition.name) ?? new NaiveMetric(definition, this.#clock);
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

  /** What a scrape in the text format 0.0.4 shows. */
  text(): string {
    return this.#shown()
      .map(({ definition, series }) => {
        const { name, type } = definition;
        const lines = series.flatMap((each) => each.samples(definition).map((sample) => line(definition, each, sample, sample.bound)));
        return lines.length === 0 ? '' : `# HELP ${name} Help of ${name}.\n# TYPE ${name} ${type}\n${lines.join('')}`;
      })
      .join('');
  }

  /** What a scrape in OpenMetrics 1.0 shows. */
  openMetrics(withCreated: boolean): string {
    return `${this.#shown()
      .map((metric) => this.#openMetricsFamily(metric, withCreated))
      .join('')}# EOF\n`;
  }

  #shown(): NaiveMetric[] {
    const metrics = [...this.#metrics.values()];
    for (const metric of metrics) metric.letIdleGo();
    return metrics;
  }

  /** A counter whose name without `_total` is another metric's is shown as unknown, and then has no created timestamps. */
  #openMetricsFamily({ definition, series }: NaiveMetric, withCreated: boolean): string {
    const base = definition.name.replace(/_total$/, '');
    const isUnknown = definition.type === 'counter' && this.#metrics.has(base);
    const family = isUnknown ? definition.name : base;
    const hasCreated = withCreated && !isUnknown && definition.type !== 'gauge';
    const lines = series.flatMap((each) => [
      ...allowedInOpenMetrics(definition, each.samples(definition)).map((sample) =>
        line(definition, each, sample, canonical(sample.bound)),
      ),
      ...(hasCreated ? [line({ ...definition, name: family }, each, { suffix: '_created', value: each.createdAt }, undefined)] : []),
    ]);
    const header = `# TYPE ${family} ${isUnknown ? 'unknown' : definition.type}\n# HELP ${family} Help of ${definition.name}.\n`;
    return lines.length === 0 ? '' : header + lines.join('');
  }
}

/** Where negative values may be or were observed, a sum is no counter, and without a sum a histogram has no count. */
function allowedInOpenMetrics({ bounds }: NaiveDefinition, samples: readonly NaiveSample[]): readonly NaiveSample[] {
  const sum = samples.find(({ suffix }) => suffix === '_sum')?.value ?? 0;
  if (sum >= 0 && bounds?.some((bound) => Number(bound) < 0) !== true) return samples;
  return samples.filter(({ suffix }) => suffix !== '_sum' && (suffix !== '_count' || bounds === undefined));
}

function canonical(bound: string | undefined): string | undefined {
  return bound !== undefined && /^-?\d+$/.test(bound) ? `${bound}.0` : bound;
}

function line(
  { name, labels = [] }: NaiveDefinition,
  series: NaiveSeries,
  { suffix, value }: NaiveSample,
  bound: string | undefined,
): string {
  const own = labels.map((label, i) => `${label}="${series.labelValues[i]!.replaceAll(/["\\\n]/g, escaped)}"`);
  const all = [...own, ...(bound === undefined ? [] : [`le="${bound}"`])].join(',');
  const number = Object.is(value, -0) ? '-0.0' : String(value).replace(/^(-?)Infinity$/, (_, sign: string) => `${sign || '+'}Inf`);
  return `${name}${suffix}${all === '' ? '' : `{${all}}`} ${number}\n`;
}

function escaped(character: string): string {
  return character === '\n' ? String.raw`\n` : `\\${character}`;
}
