/** Debian's chromium, started once for a page that it shows without a window. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const TIMEOUT_MS = 25_000;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Time passes at once while nothing is loading, so the page is shown as it is five seconds later.
  '--virtual-time-budget=5000',
  '--dump-dom',
];

/** Opens a page, served on the loopback interface, and returns its document as it is when its scripts have run. */
export async function openInChromium(html: string): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'tradesim-chromium-'));
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html));
  try {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { stdout } = await promisify(execFile)('chromium', [...FLAGS, `--user-data-dir=${profile}`, url], { timeout: TIMEOUT_MS });
    return stdout;
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
