// The side that scrapes: starts the server in a process of its own, asks it, and measures what a scraper sees.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const SERVER = fileURLToPath(new URL('http-server.mjs', import.meta.url));

/** @typedef {{ milliseconds: number, encoding: string, bytes: Buffer }} Scrape */

export class ServerProcess {
  /** @readonly */
  #child;
  /** @readonly */
  #agent = new Agent({ keepAlive: true });
  #url = '';

  /** @param {{ subject: string, series: number, values: string }} parameters */
  constructor({ subject, series, values }) {
    this.#child = fork(SERVER, [JSON.stringify({ subject, series, values })], { execArgv: ['--expose-gc'] });
  }

  async listen() {
    this.#url = (await this.ask({ command: 'listen' })).url;
  }

  /**
   * @param {import('./http-server.mjs').Request} request
   * @returns {Promise<any>} What the server answers.
   * @throws {Error} When the server ends instead.
   */
  ask(request) {
    return new Promise((resolve, reject) => {
      /** @param {number | null} code */
      const fail = (code) => reject(new Error(`The server ended with ${code}.`));
      this.#child.once('exit', fail).once('message', (answer) => {
        this.#child.off('exit', fail);
        resolve(answer);
      });
      this.#child.send(request);
    });
  }

  /**
   * @param {'identity' | 'gzip'} encoding
   * @returns {Promise<Scrape>}
   */
  async scrape(encoding) {
    const start = performance.now();
    const request = get(this.#url, { agent: this.#agent, headers: { accept: 'text/plain;version=0.0.4', 'accept-encoding': encoding } });
    /** @type {[import('node:http').IncomingMessage]} */
    const [response] = /** @type {any} */ (await once(request, 'response'));
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    const milliseconds = performance.now() - start;
    if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode}.`);
    return { milliseconds, encoding: response.headers['content-encoding'] ?? 'identity', bytes: Buffer.concat(chunks) };
  }

  async close() {
    this.#agent.destroy();
    if (this.#child.exitCode !== null) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

/**
 * Starts a server, has it used, and ends it whatever happens.
 * @template Result
 * @param {{ subject: string, series: number, values: string }} parameters
 * @param {(server: ServerProcess) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withServer(parameters, use) {
  const server = new ServerProcess(parameters);
  try {
    await server.listen();
    return await use(server);
  } finally {
    await server.close();
  }
}

/**
 * Returns the exposition that was sent.
 * @param {Scrape} scrape
 */
export function bodyOf({ encoding, bytes }) {
  return encoding === 'gzip' ? gunzipSync(bytes) : bytes;
}
