import type { AddressInfo, Server } from 'node:net';
import { MetricsError, quoted } from '../model/errors.ts';

const HIGHEST_PORT = 65_535;

/**
 * Binds a server, and returns the port: the given one, or the one that was free for port 0.
 * @throws {MetricsError} ERR_EXPORTER when the address is none or cannot be bound, with the remedy.
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  checkAddress(host, port);
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void =>
      reject(new MetricsError('ERR_EXPORTER', `Exporter: ${bindingProblem(cause, host, port)}`, { cause }));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Writes an address as URLs do: `127.0.0.1:8000`, `[::1]:8000`. */
export function formatAddress(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function checkAddress(host: string, port: number): void {
  if (typeof host !== 'string' || host === '') {
    throw new MetricsError(
      'ERR_EXPORTER',
      `Exporter: expected host to be an address, got ${quoted(host)}. Use 127.0.0.1, or 0.0.0.0 for all addresses.`,
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) {
    throw new MetricsError(
      'ERR_EXPORTER',
      `Exporter: expected port to be an integer 0 … ${HIGHEST_PORT}, got ${quoted(port)}. 0 finds a free one.`,
    );
  }
}

function bindingProblem(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === 'EADDRINUSE')
    return `the port ${port} on ${host} is in use. Choose another port (0 finds a free one), or end the process that holds it.`;
  if (cause.code === 'EACCES') return `this user may not bind port ${port} on ${host}. Choose a port above 1023.`;
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN')
    return `this machine has no address ${host}. Use 127.0.0.1, or 0.0.0.0 for all addresses.`;
  return `cannot listen on ${formatAddress(host, port)}: ${cause.message}.`;
}
