/**
 * The OpenMetrics text format 1.0.0: families in, one document out. Samples have the same names, labels and values as in
 * the text format 0.0.4, but for `_sum` and `_count` of a histogram whose sum is no counter (see there). Exemplars and
 * timestamps of samples are not written: families offer none.
 * Reference: https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import type { MetricFamily, SampleSink, SampleSuffix } from '../model/family.ts';
import type { EscapingScheme } from './escape-name.ts';
import { sampleNotation, writeName } from './name-notation.ts';
import type { SampleNotation } from './name-notation.ts';
import { layOut } from './openmetrics-layout.ts';
import type { FamilyLayout } from './openmetrics-layout.ts';
import { escapeOpenMetricsHelp, unitOf } from './openmetrics-names.ts';
import type { OpenMetricsType } from './openmetrics-names.ts';
import { formatCanonicalNumber, formatOpenMetricsValue, formatTimestamp } from './openmetrics-number.ts';

/** A family that may know since when its series count. */
export interface OpenMetricsFamily extends MetricFamily {
  /**
   * Returns when the series with these labels began, or was last reset, in Unix seconds; undefined when that is not
   * known. Asked for the series of counters and histograms only.
   */
  createdSeconds?(labelText: string): number | undefined;
}

export interface OpenMetricsOptions {
  /** How metric names beyond the legacy character set are written. Default: `underscores`. */
  readonly escaping?: EscapingScheme;
  /**
   * Whether `_created` follows a series where its family knows the time. Default: false, since Prometheus stores it as
   * a series of its own unless it is told otherwise.
   */
  readonly withCreated?: boolean;
}

/**
 * Returns the document of `families`, which ends with `# EOF`; a family without samples is left out. The label text that
 * families hand over is written as it is.
 * @throws {MetricsError} ERR_METRIC_NAME when two families would show the same sample name
 */
export function encodeOpenMetrics(families: Iterable<OpenMetricsFamily>, options: OpenMetricsOptions = {}): string {
  let document = '';
  for (const layout of layOut([...families], options.escaping ?? 'underscores')) {
    document += encodeFamily(layout, options.withCreated ?? false);
  }
  return `${document}# EOF\n`;
}

function encodeFamily(layout: FamilyLayout<OpenMetricsFamily>, withCreated: boolean): string {
  const sink = new OpenMetricsSink(layout, withCreated);
  layout.family.visit(sink);
  const type = layout.familyName === undefined ? 'unknown' : layout.family.type;
  let text = '';
  for (const block of sink.blocks()) text += metadata(block.name, type, layout.family) + block.text;
  return text;
}

function metadata(name: string, type: OpenMetricsType, { help, unit: givenUnit }: MetricFamily): string {
  const written = writeName(name, 'metric');
  const unit = unitOf(name, type, givenUnit);
  const unitLine = unit === undefined ? '' : `# UNIT ${written} ${unit}\n`;
  return `# TYPE ${written} ${type}\n${unitLine}# HELP ${written} ${escapeOpenMetricsHelp(help)}\n`;
}

/** The samples under one `# TYPE`. */
interface Block {
  readonly name: string;
  text: string;
}

/** Where the samples of one name go. */
interface Destination extends SampleNotation {
  readonly block: Block;
}

class OpenMetricsSink implements SampleSink {
  readonly #layout: FamilyLayout<OpenMetricsFamily>;
  readonly #withCreated: boolean;
  readonly #blocks = new Map<string, Block>();
  readonly #destinations = new Map<string, Destination>();
  readonly #boundTexts = new Map<number, string>();
  #hasNegativeBound = false;
  #sumIsCounter = true;

  constructor(layout: FamilyLayout<OpenMetricsFamily>, withCreated: boolean) {
    this.#layout = layout;
    this.#withCreated = withCreated && layout.familyName !== undefined;
  }

  blocks(): Iterable<Block> {
    return this.#blocks.values();
  }

  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void {
    if (upperBound !== undefined && upperBound < 0) this.#hasNegativeBound = true;
    if (suffix === '_sum') this.#sumIsCounter = !this.#hasNegativeBound && value >= 0;
    // Buckets, sum and count are counters: without a sum that is one, there is no count either (section "Histogram").
    if (this.#sumIsCounter || suffix === '_bucket') {
      const labels = upperBound === undefined ? labelText : this.#withBound(labelText, upperBound);
      this.#write(this.#layout.name + suffix, labels, formatOpenMetricsValue(value));
    }
    const { type } = this.#layout.family;
    const endsSeries = type === 'counter' || (type === 'histogram' && suffix === '_count');
    if (this.#withCreated && endsSeries) this.#writeCreated(labelText);
  }

  #writeCreated(labelText: string): void {
    const { family, familyName } = this.#layout;
    const seconds = family.createdSeconds?.(labelText);
    if (seconds !== undefined && Number.isFinite(seconds)) this.#write(`${familyName}_created`, labelText, formatTimestamp(seconds));
  }

  #write(sampleName: string, labels: string, value: string): void {
    const { block, bare, opening } = this.#destination(sampleName);
    block.text += labels === '' ? `${bare} ${value}\n` : `${opening}${labels}} ${value}\n`;
  }

  #destination(sampleName: string): Destination {
    const known = this.#destinations.get(sampleName);
    if (known !== undefined) return known;
    const name = this.#layout.familyName ?? sampleName;
    const block = this.#blocks.get(name) ?? { name, text: '' };
    this.#blocks.set(name, block);
    const destination = { block, ...sampleNotation(sampleName) };
    this.#destinations.set(sampleName, destination);
    return destination;
  }

  #withBound(labelText: string, upperBound: number): string {
    let boundText = this.#boundTexts.get(upperBound);
    if (boundText === undefined) {
      boundText = `le="${formatCanonicalNumber(upperBound)}"`;
      this.#boundTexts.set(upperBound, boundText);
    }
    return labelText === '' ? boundText : `${labelText},${boundText}`;
  }
}
