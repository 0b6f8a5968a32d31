/**
 * A small HTTP server for `/metrics`, `/health` and `/`. It answers on its own port, so that the application's requests
 * and the scrapes do not meet; an application with a server of its own uses `metricsHandler` instead.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gatherer } from '../model/collector.ts';
import { answer, metricsHandler, report } from './handler.ts';
import type { MetricsHandlerOptions, RequestHandler } from './handler.ts';
import { renderLandingPage } from './landing-page.ts';
import { formatAddress, listen } from './listening.ts';
import { OpenConnections } from './open-connections.ts';

/** The state of the application, as `/health` shows it: 200 when `ok`, 503 otherwise. */
export interface Health {
  readonly ok: boolean;
  readonly [detail: string]: unknown;
}

/** What an exporter serves, and where. */
export interface ExporterOptions extends MetricsHandlerOptions {
  readonly registry: Gatherer;
  /** Default: '127.0.0.1', reached from this machine only. */
  readonly host?: string;
  /** Port, or 0 for a free one. Default: 8000. */
  readonly port?: number;
  /** Asked at each request of `/health` and `/`. Default: always well. */
  readonly health?: () => Health;
  /** Shown on the page at `/`. Default: 'Exporter'. */
  readonly title?: string;
  readonly description?: string;
  /** How long `close()` waits for open requests. Default: 5,000. */
  readonly closeTimeoutMs?: number;
}

/** A server of metrics that listens. */
export interface Exporter {
  /** The address that was bound. */
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Stops listening, answers the open requests, closes idle connections at once and all others after `closeTimeoutMs`. */
  close(): Promise<void>;
}

/**
 * Starts an exporter.
 * @throws {MetricsError} ERR_EXPORTER when the address cannot be bound, for example because the port is in use.
 * @example const exporter = await createExporter({ registry, port: 9464 })
 */
export async function createExporter(options: ExporterOptions): Promise<Exporter> {
  const { host = '127.0.0.1', port: wanted = 8000, closeTimeoutMs = 5000, onError } = options;
  const server = createServer();
  const connections = new OpenConnections(server);
  const port = await listen(server, host, wanted);
  const address = formatAddress(host, port);
  server.on('error', (error) => report(error, onError));
  server.on('request', guarded(router(options, address), onError));
  return { host, port, url: `http://${address}`, close: () => connections.close(closeTimeoutMs) };
}

/** Answers 500 for what a handler throws: nothing an application reports about itself may end it. */
function guarded(handler: RequestHandler, onError: ExporterOptions['onError']): RequestHandler {
  return (request, response) => {
    try {
      handler(request, response);
    } catch (error) {
      answer(request, response, { status: 500, body: 'This could not be answered; the application reports why.\n' });
      report(error, onError);
    }
  };
}

function router(options: ExporterOptions, address: string): RequestHandler {
  const metrics = metricsHandler(options.registry, options);
  const health = options.health ?? (() => ({ ok: true }));
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/metrics') metrics(request, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD') notAllowed(request, response);
    else if (path === '/health') answerHealth(request, response, health);
    else if (path === '/') answerPage(request, response, { options, address, health: health() });
    else answer(request, response, { status: 404, body: 'There is nothing here. See /metrics, /health and /.\n' });
  };
}

function notAllowed(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response, { status: 405, body: 'Only GET and HEAD are answered here.\n', headers: { Allow: 'GET, HEAD' } });
}

function answerHealth(request: IncomingMessage, response: ServerResponse, health: () => Health): void {
  const state = health();
  answer(request, response, {
    status: state.ok ? 200 : 503,
    body: `${JSON.stringify(state, null, 2)}\n`,
    type: 'application/json; charset=utf-8',
    headers: { 'Cache-Control': 'no-store' },
  });
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  shown: { options: ExporterOptions; address: string; health: Health },
): void {
  const { title = 'Exporter', description = 'Exposes metrics for Prometheus.' } = shown.options;
  answer(request, response, {
    status: 200,
    body: renderLandingPage({ title, description, state: Object.entries(shown.health), address: shown.address }),
    type: 'text/html; charset=utf-8',
    headers: {
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
