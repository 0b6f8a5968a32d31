import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Consumer } from '../../tools/package/consumer.ts';

const SMOKE = readFileSync(new URL('fixtures/smoke.mjs', import.meta.url), 'utf8');

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
  consumer.write('smoke.mjs', SMOKE);
});

afterAll(() => consumer.remove());

function run(): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['smoke.mjs'], { cwd: consumer.root, encoding: 'utf8', timeout: 20_000 });
  return { status, stdout, stderr };
}

it('works where it is installed', () => {
  expect(run()).toEqual({ status: 0, stdout: 'ok\n', stderr: '' });
});

/** Parts that do nothing of what they are for. */
const IDLE_JOURNAL = `
export class Journal {
  static async open() { return new Journal(); }
  append() {}
  async close() {}
}
export const repairFile = async () => ({ removedBytes: 0 });
`;
const IDLE_EXPORTER = `
import { createServer } from 'node:http';
export async function createExporter({ registry }) {
  const server = createServer(async (_, response) => response.end(await registry.metrics()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port, close: async () => server.close() };
}
`;

it.each([
  ['a journal that writes nothing', 'journal', IDLE_JOURNAL, /ENOENT/],
  ['an exporter that does not compress', 'exporter', IDLE_EXPORTER, /\+ undefined\s+- 'gzip'|undefined !== 'gzip'/],
  ['a part that is missing', 'services', '', /does not provide an export named/],
])('notices %s', (_, part, source, message) => {
  const path = `node_modules/@tradesim/metrics/dist/${part}/index.js`;
  const text = readFileSync(join(consumer.root, path), 'utf8');
  consumer.write(path, source);
  try {
    expect(run()).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(message) });
  } finally {
    consumer.write(path, text);
  }
});
