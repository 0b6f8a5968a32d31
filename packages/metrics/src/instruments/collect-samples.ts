import type { Sample, SampleSink } from '../model/family.ts';
import { formatBound } from '../model/number.ts';

/** Returns what `visit` hands over as plain data, bounds and quantiles as labels. */
export function collectSamples(familyName: string, visit: (sink: SampleSink) => void): Sample[] {
  const samples: Sample[] = [];
  visit({
    sample: (suffix, { names, values }, bound, value) => {
      const labels = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      if (bound !== undefined) labels[suffix === '_bucket' ? 'le' : 'quantile'] = formatBound(bound);
      samples.push({ name: familyName + suffix, labels, value });
    },
  });
  return samples;
}
