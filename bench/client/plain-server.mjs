// How a client without a server of its own is exposed: one request, one text, compressed as fast as possible when asked.
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/**
 * Serves a text on this machine and a free port; returns the address.
 * @param {() => Promise<string>} text
 * @returns {Promise<string>}
 */
export async function listenWith(text) {
  const server = createServer((request, response) => void answer(request, response, text));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}/metrics`;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {() => Promise<string>} text
 */
async function answer(request, response, text) {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  if (request.headers['accept-encoding'] === 'gzip') {
    response.setHeader('Content-Encoding', 'gzip');
    response.end(await compress(await text(), { level: 1 }));
  } else response.end(await text());
}
