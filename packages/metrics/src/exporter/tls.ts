import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { MetricsError } from '../model/errors.ts';

/** Files are handed over as their content, in PEM. */
export interface TlsOptions {
  /** The private key of the server. */
  readonly key: string | Buffer;
  /** The certificate of the server, followed by those of the authorities between it and the root. */
  readonly cert: string | Buffer;
  /** The authorities whose clients are let in; no others are, not even those that this machine trusts. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  /** Whether clients must show a certificate by `ca`. It holds for every path, `/health` too. Default: true with `ca`. */
  readonly requestClientCertificate?: boolean;
}

/**
 * Creates a server that does not listen yet.
 * @throws {MetricsError} ERR_EXPORTER for keys and certificates that are none or do not fit together
 */
export function createTlsServer({ key, cert, ca, requestClientCertificate = ca !== undefined }: TlsOptions): Server {
  if (key === undefined || cert === undefined) throw wrong('tls to have a key and a cert, got one of them or none');
  if (requestClientCertificate && ca === undefined)
    throw wrong('ca together with requestClientCertificate, got none. Name the authority whose clients are let in');
  const authorities = ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] };
  try {
    return createServer({ key, cert, ...authorities, requestCert: requestClientCertificate, rejectUnauthorized: requestClientCertificate });
  } catch (cause) {
    throw wrong(`tls to have a key and certificates in PEM that fit together, got others (${(cause as Error).message})`, cause);
  }
}

function wrong(expected: string, cause?: unknown): MetricsError {
  return new MetricsError('ERR_EXPORTER', `Exporter: expected ${expected}.`, { cause });
}
