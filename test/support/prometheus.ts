/** A Prometheus server of our own: Debian's, on a free port, with storage that goes away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './application.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds and value, as scraped. */
  readonly samples: readonly (readonly [seconds: number, value: number])[];
}

export class Prometheus {
  readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  /** Starts a server that scrapes `target` (host:port) every `intervalMs`, and waits until it is ready. */
  static async start(target: string, intervalMs: number): Promise<Prometheus> {
    const directory = temporaryDirectory();
    const config = join(directory, 'prometheus.yml');
    const interval = `${intervalMs}ms`;
    writeFileSync(
      config,
      `scrape_configs:\n  - job_name: tradesim\n    scrape_interval: ${interval}\n    scrape_timeout: ${interval}\n    static_configs:\n      - targets: ['${target}']\n`,
    );
    const port = await freePort();
    const server = spawn(
      '/usr/bin/prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: 'ignore' },
    );
    const closed = once(server, 'close');
    onTestFinished(async () => {
      server.kill('SIGKILL');
      await closed;
    });
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`);
    await prometheus.#until('ready', async () => (await fetch(`${prometheus.url}/-/ready`)).ok);
    return prometheus;
  }

  /** Returns every sample of the series that `selector` matches, over the last `range`. */
  async samples(selector: string, range: string): Promise<Series[]> {
    const response = await fetch(`${this.url}/api/v1/query?${new URLSearchParams({ query: `${selector}[${range}]` }).toString()}`);
    const body = (await response.json()) as { data: { result: { metric: Record<string, string>; values: [number, string][] }[] } };
    return body.data.result.map(({ metric, values }) => ({
      labels: metric,
      samples: values.map(([seconds, value]) => [seconds, numberOf(value)] as const),
    }));
  }

  /** Waits until `selector` has at least `count` different values. */
  async untilValues(selector: string, count: number): Promise<void> {
    await this.#until(`${count} values of ${selector}`, async () => {
      const [series] = await this.samples(selector, '5m');
      return new Set(series?.samples.map(([, value]) => value)).size >= count;
    });
  }

  /** Asks again and again for up to 40 seconds; what it asks for happens in another process, which says nothing of it. */
  async #until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt++) {
      if (await isSo().catch(() => false)) return;
      await delay(100);
    }
    throw new Error(`Prometheus: waited in vain for ${what}.`);
  }
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
