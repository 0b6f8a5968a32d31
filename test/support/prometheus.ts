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
import type { Undo } from './application.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds and value, as scraped. */
  readonly samples: readonly (readonly [seconds: number, value: number])[];
}

/** What is scraped, and how; further settings are named as in Prometheus' configuration. */
export interface ScrapeJob {
  readonly name: string;
  /** host:port */
  readonly target: string;
  readonly intervalMs: number;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A series as the API has it. */
interface Matrix {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** An answer at one time, as the API has it. */
interface Instant {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [seconds: number, value: string];
}

/** What Prometheus says of a target. */
export interface Target {
  readonly job: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

/** What Prometheus has been told of a metric. */
export interface Metadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

export class Prometheus {
  readonly url: string;
  readonly #jobs: number;

  private constructor(url: string, jobs: number) {
    this.url = url;
    this.#jobs = jobs;
  }

  /**
   * Starts a server with these jobs, and waits until it is ready. Its first scrapes follow five seconds later.
   * @param blocks directory with blocks that it serves, however old they are
   */
  static async start(jobs: readonly ScrapeJob[], undo: Undo = onTestFinished, blocks?: string): Promise<Prometheus> {
    const directory = temporaryDirectory(undo);
    const config = join(directory, 'prometheus.yml');
    writeFileSync(config, JSON.stringify({ scrape_configs: jobs.map(scrapeConfig) }));
    const port = await freePort();
    const server = spawn(
      '/usr/bin/prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${blocks ?? join(directory, 'data')}`,
        '--storage.tsdb.retention.time=100y',
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: 'ignore' },
    );
    const closed = once(server, 'close');
    undo(async () => {
      server.kill('SIGKILL');
      await closed;
    });
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`, jobs.length);
    await prometheus.#until('ready', async () => (await fetch(`${prometheus.url}/-/ready`)).ok);
    return prometheus;
  }

  /** Returns every sample of the series that `selector` matches, over the last `range`. */
  async samples(selector: string, range: string): Promise<Series[]> {
    const { result } = await this.#ask<{ readonly result: readonly Matrix[] }>('query', { query: `${selector}[${range}]` });
    return result.map(({ metric, values }) => ({
      labels: metric,
      samples: values.map(([seconds, value]) => [seconds, numberOf(value)] as const),
    }));
  }

  /** Returns what a query has for an answer at a time, in Unix seconds. */
  async values(query: string, time: number): Promise<readonly { readonly labels: Series['labels']; readonly value: number }[]> {
    const { result } = await this.#ask<{ readonly result: readonly Instant[] }>('query', { query, time: String(time) });
    return result.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
  }

  /** Returns all targets, by their jobs. */
  async targets(): Promise<Target[]> {
    const { activeTargets } = await this.#ask<{ activeTargets: (Target & { labels: { job: string } })[] }>('targets');
    return activeTargets.map(({ labels, health, lastError }) => ({ job: labels.job, health, lastError }));
  }

  /** Returns what it has been told of the metrics of a job, by their names. */
  async metadata(job: string): Promise<Metadata[]> {
    const all = await this.#ask<readonly Metadata[]>('targets/metadata', { match_target: `{job=${JSON.stringify(job)}}` });
    return all.map(({ metric, type, help, unit }) => ({ metric, type, help, unit })).toSorted((a, b) => (a.metric < b.metric ? -1 : 1));
  }

  /** Waits until every target has been scraped. */
  async untilScraped(): Promise<void> {
    await this.#until('every target to be scraped', async () => {
      const scraped = (await this.targets()).filter(({ health }) => health !== 'unknown');
      return scraped.length === this.#jobs;
    });
  }

  /** Waits until `selector` has at least `count` different values. */
  async untilValues(selector: string, count: number): Promise<void> {
    await this.#until(`${count} values of ${selector}`, async () => {
      const [series] = await this.samples(selector, '5m');
      return new Set(series?.samples.map(([, value]) => value)).size >= count;
    });
  }

  async #ask<Data>(what: string, parameters: Readonly<Record<string, string>> = {}): Promise<Data> {
    const response = await fetch(`${this.url}/api/v1/${what}?${new URLSearchParams(parameters).toString()}`);
    const body = (await response.json()) as { readonly data: Data };
    return body.data;
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

function scrapeConfig({ name, target, intervalMs, settings }: ScrapeJob): Readonly<Record<string, unknown>> {
  const interval = `${intervalMs}ms`;
  return {
    job_name: name,
    scrape_interval: interval,
    scrape_timeout: interval,
    static_configs: [{ targets: [target] }],
    ...settings,
  };
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
