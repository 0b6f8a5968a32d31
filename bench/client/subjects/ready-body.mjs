// The floor of a scrape over HTTP: a body that was made before the request, sent as it is. What it takes is Node's and
// the kernel's share, which no client can save.
import { createServer } from 'node:http';
import { subject as ours } from './tradesim.mjs';

/** @type {import('./subject.mjs').Subject} */
export const subject = { title: 'a ready body', inc: {}, labels: {}, observe: {}, exposition, measures: ['http'] };

/** @returns {import('./subject.mjs').Exposition} */
function exposition() {
  const { gauge, histogram, text } = /** @type {() => import('./subject.mjs').Exposition} */ (ours.exposition)();
  let body = Buffer.alloc(0);
  const prepare = async () => {
    body = Buffer.from(await text());
  };
  const listen = async () => {
    await prepare();
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Content-Length': body.length });
      response.end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return `http://127.0.0.1:${port}/metrics`;
  };
  return { gauge, histogram, text, listen, prepare };
}
