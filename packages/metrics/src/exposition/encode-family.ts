import type { MetricFamily, SampleSink, SampleSuffix } from '../model/family.ts';
import { formatValue } from '../model/number.ts';
import { sampleName } from '../model/sample-name.ts';

/** Returns the HELP and TYPE lines of a family. */
export function familyHeader({ name, help, type }: MetricFamily): string {
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
}

/** Returns the text of a family that hands out samples only; empty when it has none. */
export function encodeFamily(family: MetricFamily): Uint8Array {
  const lines = new Lines(family.name);
  family.visit(lines);
  return new TextEncoder().encode(lines.text === '' ? '' : familyHeader(family) + lines.text);
}

class Lines implements SampleSink {
  readonly #name: string;
  text = '';

  constructor(name: string) {
    this.#name = name;
  }

  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void {
    this.text += `${sampleName(this.#name, suffix, labelText, upperBound)} ${formatValue(value)}\n`;
  }
}
