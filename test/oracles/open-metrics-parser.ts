import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ParsedFamily } from './text-parser.ts';

/** A family as prometheus_client reads it; an empty unit means none. */
export interface ParsedOpenMetricsFamily extends ParsedFamily {
  readonly unit: string;
}

/**
 * The strict OpenMetrics parser in prometheus_client, from the Debian package python3-prometheus-client: it refuses much
 * of what Prometheus lets pass. One Python process reads all documents; it starts with the first, and `close()` ends it.
 */
export class PythonOpenMetricsParser {
  #python: ChildProcessWithoutNullStreams | undefined;
  #answers: AsyncIterator<string> | undefined;

  /** @throws {Error} with Python's message for what is not a document. One call at a time. */
  async parse(text: string): Promise<readonly ParsedOpenMetricsFamily[]> {
    this.#python ??= this.#start();
    this.#python.stdin.write(`${JSON.stringify(text)}\n`);
    const { value, done } = await this.#answers!.next();
    if (done === true) throw new Error('The Python process ended; stderr says why.');
    const answer = JSON.parse(value) as { families?: ParsedOpenMetricsFamily[]; error?: string };
    if (answer.families === undefined) throw new Error(`prometheus_client refuses the document: ${answer.error}`);
    return answer.families;
  }

  async close(): Promise<void> {
    this.#python?.stdin.end();
    if (this.#python?.exitCode === null) await once(this.#python, 'exit');
  }

  #start(): ChildProcessWithoutNullStreams {
    const python = spawn('/usr/bin/python3', [fileURLToPath(new URL('parse_open_metrics.py', import.meta.url))]);
    python.stderr.pipe(process.stderr);
    this.#answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    return python;
  }
}
