/**
 * A small HTTP server for `/metrics`, `/health` and `/`. It answers on its own port, so that the application's requests
 * and the scrapes do not meet; an application with a server of its own uses `metricsHandler` instead.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gatherer } from '../model/collector.ts';
import { report } from '../model/report.ts';
import { NOT_ALLOWED, unauthorized } from '../scrape/answer.ts';
import { Guard } from '../scrape/authorization.ts';
import { answer, headOf, metricsHandler } from './handler.ts';
import type { MetricsHandlerOptions, RequestHandler } from './handler.ts';
import { renderLandingPage } from './landing-page.ts';
import { formatAddress, listen } from './listening.ts';
import { OpenConnections } from './open-connections.ts';
import { createTlsServer } from './tls.ts';
import type { TlsOptions } from './tls.ts';

/** The state of the application, as `/health` shows it: 200 when `ok`, 503 otherwise. */
export interface Health {
  /** Whether the application can do its work. */
  readonly ok: boolean;
  /** Anything more to show; what JSON can hold. */
  readonly [detail: string]: unknown;
}

/** What an exporter serves, and where. */
export interface ExporterOptions extends MetricsHandlerOptions {
  /** What is exposed: a Registry, or any source of families. */
  readonly registry: Gatherer;
  /** Default: '127.0.0.1', reached from this machine only. */
  readonly host?: string;
  /** Port, or 0 for a free one. Default: 8000. */
  readonly port?: number;
  /** Asked at each request of `/health` and `/`. Default: always well. */
  readonly health?: () => Health | Promise<Health>;
  /** Shown on the page at `/`. Default: 'Exporter'. */
  readonly title?: string;
  /** Shown below the title. Default: nothing. */
  readonly description?: string;
  /** Serves https with this key and certificate, and with `ca` only clients that have a certificate. Default: http. */
  readonly tls?: TlsOptions;
  /**
   * Whether `auth` guards `/health` too, and not only `/metrics` and `/`. Probes mostly bring no credentials; what the
   * application says there is then for everyone to read. Default: false.
   */
  readonly authorizeHealth?: boolean;
  /** How long `close()` waits for open requests. Default: 5,000. */
  readonly closeTimeoutMs?: number;
}

/** A server of metrics that listens. */
export interface Exporter {
  /** The address that was bound. */
  readonly host: string;
  /** The port that was bound, also where 0 was asked for. */
  readonly port: number;
  /** Where it answers, without a path: `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Stops listening, answers the open requests, closes idle connections at once and all others after `closeTimeoutMs`. */
  close(): Promise<void>;
}

/**
 * Starts an exporter.
 * @throws {MetricsError} ERR_EXPORTER for options that are none, and when the address cannot be bound, for example because
 * the port is in use.
 * @example const exporter = await createExporter({ registry, port: 9464 })
 */
export async function createExporter(options: ExporterOptions): Promise<Exporter> {
  const { host = '127.0.0.1', port: wanted = 8000, closeTimeoutMs = 5000, onError, tls } = options;
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const scheme = tls === undefined ? 'http' : 'https';
  const routes = routesOf(options);
  const connections = new OpenConnections(server);
  const port = await listen(server, host, wanted);
  const address = formatAddress(host, port);
  server.on('error', (error) => report(error, onError));
  server.on('request', router(routes, { scheme, address }));
  return { host, port, url: `${scheme}://${address}`, close: () => connections.close(closeTimeoutMs) };
}

/** Where the exporter is reached. */
interface Place {
  readonly scheme: 'http' | 'https';
  readonly address: string;
}

interface Routes {
  readonly metrics: RequestHandler;
  readonly health: RequestHandler;
  readonly page: (place: Place) => RequestHandler;
}

function routesOf(options: ExporterOptions): Routes {
  const { authorizeHealth = false, health = () => ({ ok: true }), onError } = options;
  const guard = options.auth === undefined ? undefined : new Guard(options.auth);
  const serving = (handler: Responder, isGuarded = true): RequestHandler => guarded(handler, isGuarded ? guard : undefined, onError);
  return {
    metrics: metricsHandler(options.registry, options),
    health: serving(async (request, response) => answerHealth(request, response, await health()), authorizeHealth),
    page: (place) => serving(async (request, response) => answerPage(request, response, { options, place, health: await health() })),
  };
}

type Responder = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers 401 to who may not come in, and 500 for what a handler throws: nothing an application reports about itself may end it. */
function guarded(handler: Responder, guard: Guard<IncomingMessage> | undefined, onError: ExporterOptions['onError']): RequestHandler {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (guard !== undefined && !(await guard.admits(request, headOf(request)))) answer(request, response, unauthorized(guard.challenge));
      else await handler(request, response);
    } catch (error) {
      answer(request, response, { status: 500, body: 'This could not be answered; the application reports why.\n' });
      report(error, onError);
    }
  };
  return (request, response) => void respond(request, response);
}

function router({ metrics, health, page }: Routes, place: Place): RequestHandler {
  const answerPageHere = page(place);
  return (request, response) => {
    const path = pathOf(request.url ?? '/');
    if (path === '/metrics') metrics(request, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD') answer(request, response, NOT_ALLOWED);
    else if (path === '/health') health(request, response);
    else if (path === '/') answerPageHere(request, response);
    else answer(request, response, { status: 404, body: 'There is nothing here. See /metrics, /health and /.\n' });
  };
}

/** A proxy may ask for a whole URL, which every server must take (RFC 9112, section 3.2.2). */
function pathOf(target: string): string {
  const [address] = target.split('?', 1) as [string];
  return address.replace(/^https?:\/\/[^/]*/i, '') || '/';
}

function answerHealth(request: IncomingMessage, response: ServerResponse, state: Health): void {
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
  shown: { options: ExporterOptions; place: Place; health: Health },
): void {
  const { title = 'Exporter', description = 'Exposes metrics for Prometheus.' } = shown.options;
  answer(request, response, {
    status: 200,
    body: renderLandingPage({ title, description, state: Object.entries(shown.health), ...shown.place }),
    type: 'text/html; charset=utf-8',
    headers: {
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
