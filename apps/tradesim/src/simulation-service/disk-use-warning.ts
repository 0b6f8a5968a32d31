import { bytesPerDay } from '@tradesim/metrics/journal';

const MEASURED_SECONDS = 5;

/** Warns once, after a few seconds of a run without end, how much disk it uses per day. */
export class DiskUseWarning {
  readonly #since: number;
  #done = false;

  /** @param now monotonic seconds */
  constructor(now: number) {
    this.#since = now;
  }

  /** Returns the warning when it is due, otherwise undefined. */
  check(
    now: number,
    written: { readonly bytes: number; readonly directory: string; readonly kept: string | undefined },
  ): string | undefined {
    const elapsedSeconds = now - this.#since;
    // As long as everything waits to be written, nothing can be said.
    if (this.#done || elapsedSeconds < MEASURED_SECONDS || written.bytes === 0) return undefined;
    this.#done = true;
    const perDay = bytesPerDay({ bytesWritten: written.bytes, elapsedSeconds });
    const limit = written.kept === undefined ? 'Nothing is removed; --keep-size 1G bounds it' : `Of each file it keeps ${written.kept}`;
    return `This run has no end and writes about ${inBytes(perDay)} a day to ${written.directory}. ${limit}, --no-ledger writes less, --turns ends the run.`;
  }
}

/** Writes a number of bytes for people: `2 GiB`, `640 KiB`. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[power]!}`;
}
