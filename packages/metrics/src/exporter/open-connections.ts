/**
 * Closes an HTTP server as a scrape target should: what has been asked is answered to the last byte, and nobody who keeps
 * a connection without asking holds the end up.
 */
import type { Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { Server as NetServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterDelay } from '../timing/after-delay.ts';

export class OpenConnections {
  readonly #server: Server | TlsServer;
  readonly #sockets = new Set<Socket>();
  readonly #responses = new Set<ServerResponse>();
  /** Connections on which no request has come yet, such as a browser opens ahead; to Node they are busy. */
  readonly #unused = new Set<Socket>();
  #closed: Promise<void> | undefined;

  /** @param server one that does not listen yet */
  constructor(server: Server | TlsServer) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      this.#addUnused(socket);
    });
    // With TLS a socket of its own lies over that of the connection, and is the one that requests come on.
    server.on('secureConnection', (socket: Socket) => this.#addUnused(socket));
    server.on('request', (request, response: ServerResponse) => {
      this.#unused.delete(request.socket);
      this.#responses.add(response);
      response.once('close', () => this.#ended(response));
      if (this.#closed !== undefined) endConnectionWith(response);
    });
  }

  /** Stops listening, answers the open requests, closes idle connections at once and all others after `timeoutMs`. */
  close(timeoutMs: number): Promise<void> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  async #close(timeoutMs: number): Promise<void> {
    const server = this.#server;
    const closed = new Promise<void>((resolve) => stopListening(server, resolve));
    const cancelDeadline = afterDelay(timeoutMs, () => this.#destroyAll());
    for (const response of this.#responses) endConnectionWith(response);
    // A round of the event loop later, what had arrived by now has been read.
    setImmediate(() => setImmediate(() => this.#closeIdle()));
    await closed;
    cancelDeadline();
    // Nothing is open any more: this stops the timer that http checks connections with.
    server.close();
  }

  #addUnused(socket: Socket): void {
    this.#unused.add(socket);
    socket.once('close', () => this.#unused.delete(socket));
  }

  /** Also those that have not finished their TLS handshake, which http knows nothing of. */
  #destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #ended(response: ServerResponse): void {
    this.#responses.delete(response);
    if (this.#closed !== undefined) this.#closeIdle();
  }

  /** Waits for answers on their way out, since Node takes their connections for idle; it is called again when they are. */
  #closeIdle(): void {
    for (const socket of this.#unused) if (socket.bytesRead === 0) socket.destroy();
    for (const response of this.#responses) if (response.writableEnded) return;
    this.#server.closeIdleConnections();
  }
}

/**
 * The `close` of http cuts connections whose answer is written but not sent yet; that of net only stops listening.
 * Where http is not built upon net, as in Bun, the former has to do.
 */
function stopListening(server: Server, done: () => void): void {
  if (server instanceof NetServer && '_emitCloseIfDrained' in server) NetServer.prototype.close.call(server, done);
  else server.close(done);
}

function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
