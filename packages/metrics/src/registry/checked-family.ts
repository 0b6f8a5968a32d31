/** Families that come from outside of this library. */
import { Family } from '../instruments/family.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { SAMPLE_SUFFIXES } from '../model/family.ts';
import type { LabelPairs, MetricFamily, MetricType, SampleSink } from '../model/family.ts';
import { checkMetricName } from '../model/names.ts';
import { isGroup } from './family-group.ts';

type SampleArguments = Parameters<SampleSink['sample']>;

/**
 * Returns a family that can be shown: its samples are read and checked at once, so that reading them later cannot fail.
 * Families of this library are returned as they are.
 * @throws {MetricsError} ERR_METRIC_NAME, ERR_METRIC_OPTIONS, or what reading the samples throws
 */
export function checkedFamily(given: unknown): MetricFamily {
  if (typeof given !== 'object' || given === null) throw wrong('a family', given);
  const family = given as MetricFamily;
  const { name, help, type, unit } = family;
  checkMetricName(name, 'Family', 'utf8');
  if (typeof help !== 'string') throw wrong('help to be a string', help);
  if (!Object.hasOwn(SAMPLE_SUFFIXES, type)) throw wrong(`a type that is one of ${Object.keys(SAMPLE_SUFFIXES).join(', ')}`, type);
  if (unit !== undefined && typeof unit !== 'string') throw wrong('unit to be a string', unit);
  if (family instanceof Family || isGroup(family)) return family;
  const samples: SampleArguments[] = [];
  family.visit({
    sample: (suffix, labels, bound, value) => {
      // Copied first, since who hands samples out may use its arrays again for the next one.
      const sample: SampleArguments = [suffix, { names: [...labels.names], values: [...labels.values] }, bound, value];
      checkSample(type, sample);
      samples.push(sample);
    },
  });
  return {
    name,
    help,
    type,
    unit,
    visit: (sink) => {
      for (const sample of samples) sink.sample(...sample);
    },
  };
}

function checkSample(type: MetricType, [suffix, labels, bound, value]: SampleArguments): void {
  if (!SAMPLE_SUFFIXES[type].includes(suffix)) throw wrong(`a suffix of a ${type}`, suffix);
  if (!hasPairs(labels)) throw wrong('as many label values as names, all of them strings', labels);
  const repeated = labels.names.find((name, i) => labels.names.indexOf(name) !== i);
  if (repeated !== undefined) throw wrong('label names that differ', repeated);
  const isBounded = suffix === '_bucket' || (type === 'summary' && suffix === '');
  if ((typeof bound === 'number') !== isBounded) throw wrong(isBounded ? 'a bound' : 'no bound', bound);
  const boundName = type === 'summary' ? 'quantile' : 'le';
  if (isBounded && labels.names.includes(boundName)) throw wrong('the bound beside the labels, and no label of its name', boundName);
  if (typeof value !== 'number') throw wrong('a value that is a number', value);
}

function hasPairs({ names, values }: LabelPairs): boolean {
  return names.length === values.length && names.every(isLabelName) && values.every((value) => typeof value === 'string');
}

function isLabelName(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && name !== '__name__';
}

function wrong(expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `Family: expected ${expected}, got ${quoted(value)}.`);
}
