/**
 * Writes a recorded run as OpenMetrics 1.0 with timestamps, which `promtool tsdb create-blocks-from openmetrics` takes.
 *
 * The journal has a record per turn, OpenMetrics wants all samples of a metric together: this turns one into the other.
 * A first reading finds turns and series; each further one gathers as many series as fit into the memory that is allowed,
 * as columns of numbers. Turns that are recorded meanwhile are left out.
 */
import { ExportedFamilies } from './exported-families.ts';
import type { ExportedFamily, ExportedMetric, KnownMetric } from './exported-families.ts';
import type { ReadTurns, RecordedTurn } from './recorded-turns.ts';
import { turnTimes } from './turn-times.ts';
import type { RecordedTime, TimeOptions, TurnTimes } from './turn-times.ts';

const DEFAULT_MAX_COLUMN_BYTES = 256 * 2 ** 20;
const TEXT_LENGTH = 64 * 1024;

export interface ExportOptions extends TimeOptions {
  /** Types and helps. */
  readonly known: readonly KnownMetric[];
  /** Bytes of numbers that are held at a time. Default: 256 MiB. */
  readonly maxColumnBytes?: number;
}

/** A run that can be written. */
export interface Export extends Pick<TurnTimes, 'sameTime' | 'backwards'> {
  /** How many are exported. */
  readonly turns: number;
  readonly series: number;
  /** How often the journal is read, the first time included. */
  readonly readings: number;
  readonly text: AsyncIterable<string>;
}

/** A metric and the family it is of. */
interface Place {
  readonly family: ExportedFamily;
  readonly metric: ExportedMetric;
}

/** @throws {MetricsError} ERR_JOURNAL for a journal that cannot be read */
export async function exportOpenMetrics(read: ReadTurns, options: ExportOptions): Promise<Export> {
  const families = new ExportedFamilies(options.known);
  const series = new Set<string>();
  const records: RecordedTime[] = [];
  for await (const { turn, timestamp, samples } of read()) {
    records.push({ turn, timestamp });
    for (const [name] of samples) {
      if (series.has(name)) continue;
      series.add(name);
      families.add(name);
    }
  }
  const times = turnTimes(records, options);
  const { milliseconds, sameTime, backwards } = times;
  const passes = passesOf(families.all, milliseconds.length, options.maxColumnBytes ?? DEFAULT_MAX_COLUMN_BYTES);
  const text = inPieces(linesOf(read, times, passes));
  return { turns: milliseconds.length, series: series.size, sameTime, backwards, readings: passes.length + 1, text };
}

/** Divides the metrics, in their order, into as many as fit. */
function passesOf(families: readonly ExportedFamily[], turns: number, maxBytes: number): Place[][] {
  const maxSeries = Math.max(1, Math.floor(maxBytes / (turns * Float64Array.BYTES_PER_ELEMENT)));
  const passes: Place[][] = [];
  let room = 0;
  for (const family of families) {
    for (const metric of family.metrics.values()) {
      if (metric.series.length > room || passes.length === 0) {
        passes.push([]);
        room = maxSeries;
      }
      passes.at(-1)!.push({ family, metric });
      room -= metric.series.length;
    }
  }
  return passes;
}

async function* linesOf(read: ReadTurns, times: TurnTimes, passes: readonly Place[][]): AsyncGenerator<string> {
  let described: ExportedFamily | undefined;
  for (const places of passes) {
    const columns = await gathered(read, times, places);
    for (const { family, metric } of places) {
      if (family !== described) yield descriptionOf(family);
      described = family;
      yield* samplesOf(metric, columns, times);
    }
  }
  yield '# EOF\n';
}

/** Returns the values of all series of a pass, by turn; NaN where there is none. */
async function gathered(read: ReadTurns, times: TurnTimes, places: readonly Place[]): Promise<ReadonlyMap<string, Float64Array>> {
  const { milliseconds, places: placeOf } = times;
  const names = places.flatMap(({ metric }) => metric.series);
  const columns = new Map(names.map((name) => [name, new Float64Array(milliseconds.length).fill(NaN)]));
  let record = 0;
  for await (const turn of read()) {
    if (record >= placeOf.length) break;
    const place = placeOf[record++]!;
    if (place >= 0) fill(columns, place, turn);
  }
  return columns;
}

function fill(columns: ReadonlyMap<string, Float64Array>, place: number, { samples }: RecordedTurn): void {
  for (const [name, value] of samples) {
    const column = columns.get(name);
    if (column !== undefined && typeof value === 'number') column[place] = value;
  }
}

function descriptionOf({ name, type, help }: ExportedFamily): string {
  const escaped = help
    ?.replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('"', String.raw`\"`);
  return `# TYPE ${name} ${type}\n${escaped === undefined ? '' : `# HELP ${name} ${escaped}\n`}`;
}

/** All samples of one moment, then those of the next. */
function* samplesOf(
  { series }: ExportedMetric,
  columns: ReadonlyMap<string, Float64Array>,
  { milliseconds }: TurnTimes,
): Generator<string> {
  const own = series.map((name) => ({ name, column: columns.get(name)! }));
  for (const [turn, time] of milliseconds.entries()) {
    for (const { name, column } of own) if (!Number.isNaN(column[turn])) yield `${name} ${column[turn]} ${time / 1000}\n`;
  }
}

/** Few pieces are written faster than many. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < TEXT_LENGTH) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
