import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The float64 as 16 hexadecimal digits. */
  readonly bits: string;
}

/** A family as prometheus_client sees it: the name of a counter is without `_total`. */
export interface ParsedFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly ParsedSample[];
}

/**
 * The parser of the text format in prometheus_client, from the Debian package python3-prometheus-client. One Python
 * process reads all expositions; it starts with the first, and `close()` ends it.
 */
export class PythonTextParser {
  #python: ChildProcessWithoutNullStreams | undefined;
  #answers: AsyncIterator<string> | undefined;

  /** @throws {Error} with Python's message for what is not an exposition. One call at a time. */
  async parse(text: string): Promise<readonly ParsedFamily[]> {
    this.#python ??= this.#start();
    this.#python.stdin.write(`${JSON.stringify(text)}\n`);
    const { value, done } = await this.#answers!.next();
    if (done === true) throw new Error('The Python process ended; stderr says why.');
    const answer = JSON.parse(value) as { families?: ParsedFamily[]; error?: string };
    if (answer.families === undefined) throw new Error(`prometheus_client refuses the text: ${answer.error}`);
    return answer.families;
  }

  async close(): Promise<void> {
    this.#python?.stdin.end();
    if (this.#python?.exitCode === null) await once(this.#python, 'exit');
  }

  #start(): ChildProcessWithoutNullStreams {
    const python = spawn('/usr/bin/python3', [fileURLToPath(new URL('parse_text.py', import.meta.url))]);
    python.stderr.pipe(process.stderr);
    this.#answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    return python;
  }
}

/** Writes a float64 as 16 hexadecimal digits, NaN always as the same ones. */
export function float64Bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
