/** Certificates for tests of TLS, made with the openssl program. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** Whether there is an openssl program. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** An authority that signs certificates for 127.0.0.1. Its files are there until `remove()`. */
export class Authority {
  readonly #directory = mkdtempSync(join(tmpdir(), 'metrics-tls-'));
  /** Its own certificate, in PEM. */
  readonly certificate: string;

  constructor(name: string) {
    this.#run('req', '-x509', ...this.#newKey('ca'), '-out', 'ca.pem', '-days', '2', '-subj', `/CN=${name}`);
    this.certificate = this.#read('ca.pem');
  }

  issue(name: string): Identity {
    writeFileSync(join(this.#directory, 'extensions'), 'subjectAltName=IP:127.0.0.1\n');
    this.#run('req', ...this.#newKey(name), '-out', 'request.pem', '-subj', `/CN=${name}`);
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'extensions'];
    this.#run('x509', '-req', '-in', 'request.pem', '-out', `${name}.pem`, ...signing);
    return { key: this.#read(`${name}.key`), cert: this.#read(`${name}.pem`) };
  }

  /** Returns where a file is, for programs that take no content: `ca.pem`, `name.key` and `name.pem` for each name. */
  path(file: string): string {
    return join(this.#directory, file);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }

  #newKey(name: string): readonly string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
  }

  #run(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.#directory, stdio: 'pipe' });
  }

  #read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }
}
