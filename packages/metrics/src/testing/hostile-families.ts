/** Families of every type with whatever an application may put into them, as data that fast-check makes smaller. */
import fc from 'fast-check';
import { MetricsError } from '../model/errors.ts';
import type { Sample } from '../model/family.ts';
import { KINDS } from '../registry/instrument-kinds.ts';
import type { AnyFamily } from '../registry/instrument-kinds.ts';

/** Text that a naive writer or reader of an exposition stumbles over. */
export const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        ' # ',
        '|',
        ',',
        '=',
        '"',
        '\\',
        '\n',
        '{',
        '}',
        '\0',
        '#',
        ' ',
        'n',
        'é',
        '😀',
        '\r',
        '\t',
        '\u0085',
        '\u2028',
      ),
      maxLength: 6,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '__overflow',
      ' __overflow__',
      '__proto__',
      'constructor',
      '} 1 # {a="b"} 1',
      '# EOF',
      '# HELP',
      '+Inf',
      'NaN',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed() && text !== '__overflow__') },
);

export const hostileValue = fc.oneof(
  fc.double(),
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom(-0, Number.MIN_VALUE, -Number.MIN_VALUE, 1e308, 2 ** 53 + 1, 2 ** 53 + 2, 1e21, NaN, Infinity, -Infinity),
);

/** Legal names of UTF-8, many of which become one when they are escaped. */
export const hostileName = fc
  .array(fc.constantFrom('a', 'b', '_', '.', '-', ':', '9', 'é', '"', '\\', '\n', ' ', '😀'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(''));

type KindName = keyof typeof KINDS;

/** One series and what happens to it. */
interface GivenSeries {
  readonly labels: readonly [string, string];
  /** What is recorded, one after the other; the sign says which states hold. */
  readonly values: readonly number[];
  /** Unix seconds at which it begins. */
  readonly beginsAt: number;
  readonly fate: 'stays' | 'is reset' | 'is removed' | 'begins anew';
}

export interface GivenFamily {
  readonly kind: KindName;
  readonly name: string;
  readonly help: string;
  readonly unit: string | undefined;
  readonly labelNames: readonly string[];
  readonly constLabel: string | undefined;
  readonly states: readonly string[];
  readonly buckets: readonly number[];
  readonly quantiles: readonly number[];
  readonly omitNaN: boolean;
  readonly maxSeries: number | undefined;
  readonly series: readonly GivenSeries[];
}

const givenSeries: fc.Arbitrary<GivenSeries> = fc.record({
  labels: fc.tuple(hostileText, hostileText),
  values: fc.array(hostileValue, { maxLength: 4 }),
  beginsAt: fc.oneof(fc.double({ min: 1, max: 1e12, noNaN: true }), fc.constantFrom(0, -1.5, 1e-6, 1_700_000_000.123, 1e21, NaN, Infinity)),
  fate: fc.constantFrom('stays', 'stays', 'stays', 'is reset', 'is removed', 'begins anew'),
});

const KIND_NAMES = Object.keys(KINDS) as KindName[];

function distinct<Value>(value: fc.Arbitrary<Value>, minLength: number, maxLength: number): fc.Arbitrary<Value[]> {
  return fc.uniqueArray(value, { minLength, maxLength, comparator: 'SameValueZero' });
}

function rising(numbers: readonly number[]): number[] {
  return numbers.map((number) => number + 0).toSorted((a, b) => a - b);
}

/** @param name where it is undefined, names are legacy ones that stand beside each other */
export function givenFamilies(name?: fc.Arbitrary<string>): fc.Arbitrary<GivenFamily[]> {
  const family: fc.Arbitrary<GivenFamily> = fc.record({
    kind: fc.constantFrom(...KIND_NAMES),
    name: name ?? fc.constant(''),
    help: hostileText.map((text) => `Help ${text}.`),
    unit: fc.constantFrom(undefined, 'seconds'),
    labelNames: distinct(name ?? fc.constantFrom('one', 'two'), 0, 2),
    constLabel: fc.option(hostileText, { nil: undefined }),
    states: distinct(hostileText, 1, 3),
    buckets: distinct(fc.double({ noNaN: true, noDefaultInfinity: true }), 1, 4).map(rising),
    quantiles: distinct(fc.oneof(fc.constantFrom(0, 1e-7, 0.5, 0.99, 1), fc.double({ min: 0, max: 1, noNaN: true })), 0, 3).map(rising),
    omitNaN: fc.boolean(),
    maxSeries: fc.constantFrom(undefined, 2),
    series: fc.array(givenSeries, { maxLength: 5 }),
  });
  return fc.array(family, { minLength: 1, maxLength: 4 }).map((given) => given.map(named));
}

const ENDINGS: Partial<Record<KindName, string>> = { counter: '_total', info: '_info' };
const WITHOUT_UNIT: ReadonlySet<KindName> = new Set(['info', 'stateSet']);

/** Gives a family the endings that its type and its unit demand, an info labels, and one without a name a name. */
function named(given: GivenFamily, position: number): GivenFamily {
  const unit = WITHOUT_UNIT.has(given.kind) ? undefined : given.unit;
  // The name of a state set is a label's name too, so that a colon would be escaped there.
  const stem = given.name === '' ? `f${given.kind === 'stateSet' ? '_' : ':'}${position}` : given.name;
  const name = `${stem}${unit === undefined ? '' : `_${unit}`}${ENDINGS[given.kind] ?? ''}`;
  const labelNames = given.kind === 'info' && given.labelNames.length === 0 ? ['of'] : given.labelNames;
  return { ...given, name, unit, labelNames };
}

/** Makes the family, and lets happen to its series what is given. What is invalid is dropped. */
export function made(given: GivenFamily): AnyFamily {
  let now = NaN;
  const family = KINDS[given.kind].family(
    { ...given, labelNames: given.labelNames.length === 0 ? undefined : given.labelNames },
    {
      onInvalid: () => undefined,
      monotonic: () => 0,
      now: () => now,
      nameValidation: 'utf8',
      constLabels: given.constLabel === undefined ? {} : { const: given.constLabel },
    },
  );
  for (const series of given.series) {
    now = series.beginsAt;
    happen(family, given, series);
  }
  family.prepare();
  return family;
}

interface AnyHandle {
  inc?(amount: number): void;
  observe?(value: number): void;
  set?(...given: unknown[]): void;
}

function happen(family: AnyFamily, { labelNames, states }: GivenFamily, { labels, values, fate }: GivenSeries): void {
  const set = Object.fromEntries(labelNames.map((name, i) => [name, labels[i]!]));
  const handle: AnyHandle = family.labels(set);
  for (const value of values) {
    if (family.type === 'gauge') handle.set!(value);
    else if (family.type === 'stateset') handle.set!(...states.filter((_, i) => values[i]! > 0));
    else if (family.type === 'counter') handle.inc!(Math.abs(value));
    else handle.observe?.(value);
  }
  if (fate === 'is reset') family.reset();
  if (fate === 'is removed' || fate === 'begins anew') family.remove(set);
  if (fate === 'begins anew') family.labels(set);
}

/** Makes those of the families that a registry lets in, one beside the other. */
export function madeTogether(given: readonly GivenFamily[]): AnyFamily[] {
  const taken = new Set<string>();
  return given.flatMap((each) => {
    const family = unlessRefused(() => made(each));
    if (family === undefined) return [];
    const suffixes = SAMPLE_SUFFIXES[each.kind] ?? [''];
    if (suffixes.some((suffix) => taken.has(family.name + suffix))) return [];
    for (const suffix of suffixes) taken.add(family.name + suffix);
    return family;
  });
}

const SAMPLE_SUFFIXES: Partial<Record<KindName, readonly string[]>> = {
  histogram: ['', '_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Returns undefined where a definition is refused. */
export function unlessRefused<Result>(define: () => Result): Result | undefined {
  try {
    return define();
  } catch (error) {
    if (error instanceof MetricsError) return undefined;
    throw error;
  }
}

/** Samples, and since when they count. */
export interface DatedSamples {
  readonly samples: readonly Sample[];
  /** Undefined where their type does not say. */
  readonly createdAt: number | undefined;
}

/** Returns what `get()` shows; series by series where these have a beginning. */
export function datedSamples(family: AnyFamily): DatedSamples[] {
  const samples = family.get();
  const { createdAt } = family.row;
  if (createdAt === undefined) return [{ samples, createdAt }];
  const present = [...family.present()];
  const perSeries = samples.length / present.length;
  return present.map(({ values, start }, i) => ({
    samples: samples.slice(i * perSeries, (i + 1) * perSeries),
    createdAt: values[start + createdAt],
  }));
}
