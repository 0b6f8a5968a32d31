/**
 * The Prometheus text format 0.0.4: families in, one string out. It reads through MetricFamily.visit and knows neither
 * registry nor instruments.
 */
import type { MetricFamily, SampleSink, SampleSuffix } from '../model/family.ts';
import { formatValue } from '../model/number.ts';
import { sampleName } from '../model/sample-name.ts';

export const TEXT_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Returns the exposition of `families`; a family without samples is left out. */
export function encodeText(families: Iterable<MetricFamily>): string {
  let text = '';
  for (const family of families) text += encodeFamily(family);
  return text;
}

function encodeFamily(family: MetricFamily): string {
  const sink = new TextSink(family.name);
  family.visit(sink);
  if (sink.text === '') return '';
  return `# HELP ${family.name} ${escapeHelp(family.help)}\n# TYPE ${family.name} ${family.type}\n${sink.text}`;
}

class TextSink implements SampleSink {
  readonly #name: string;
  text = '';

  constructor(name: string) {
    this.#name = name;
  }

  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void {
    this.text += `${sampleName(this.#name, suffix, labelText, upperBound)} ${formatValue(value)}\n`;
  }
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
