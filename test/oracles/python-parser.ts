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
 * A parser of prometheus_client, from the Debian package python3-prometheus-client. One Python process reads all
 * expositions; it starts with the first, and `close()` ends it.
 */
export class PythonParser<Family extends ParsedFamily> {
  readonly #format: 'text' | 'openmetrics';
  readonly #document: string;
  #python: ChildProcessWithoutNullStreams | undefined;
  #answers: AsyncIterator<string> | undefined;

  /** @param document what the error of a refusal calls an exposition */
  constructor(format: 'text' | 'openmetrics', document: string) {
    this.#format = format;
    this.#document = document;
  }

  /** @throws {Error} with Python's message for what is not an exposition. One call at a time. */
  async parse(text: string): Promise<readonly Family[]> {
    this.#python ??= this.#start();
    this.#python.stdin.write(`${JSON.stringify(text)}\n`);
    const { value, done } = await this.#answers!.next();
    if (done === true) throw new Error('The Python process ended; stderr says why.');
    const answer = JSON.parse(value) as { families?: Family[]; error?: string };
    if (answer.families === undefined) throw new Error(`prometheus_client refuses the ${this.#document}: ${answer.error}`);
    return answer.families;
  }

  async close(): Promise<void> {
    this.#python?.stdin.end();
    if (this.#python?.exitCode === null) await once(this.#python, 'exit');
  }

  #start(): ChildProcessWithoutNullStreams {
    const python = spawn('/usr/bin/python3', [fileURLToPath(new URL('parse_exposition.py', import.meta.url)), this.#format]);
    python.stderr.pipe(process.stderr);
    this.#answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    return python;
  }
}
