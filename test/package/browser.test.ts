import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Consumer } from '../../tools/package/consumer.ts';
import { bundleForBrowser } from './browser-bundle.ts';
import { SHOP_EXPOSITION, SHOP_PAGE } from './shop-page.ts';

/** The registry, all instruments and the text format, minified and compressed. Raise it knowingly: every page pays it. */
const MAX_GZIP_BYTES = 25_600;

const NEED_NODE = ['@tradesim/metrics/exporter', '@tradesim/metrics/journal', '@tradesim/metrics/system'];

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
});

afterAll(() => consumer.remove());

/** Runs a script where there is only what browsers have beside the language, under a policy that forbids `eval`. */
async function runAsBrowser(code: string): Promise<unknown> {
  const { AbortController, AbortSignal, TextDecoder, TextEncoder, clearTimeout, performance, queueMicrotask, setTimeout } = globalThis;
  const browser = { AbortController, AbortSignal, TextDecoder, TextEncoder, clearTimeout, performance, queueMicrotask, setTimeout };
  const context = createContext(browser, { codeGeneration: { strings: false, wasm: false } });
  runInContext(code, context);
  return runInContext('globalThis.exposition', context) as Promise<unknown>;
}

it('defines, updates and exposes metrics in a browser', async () => {
  const { code, imports } = await bundleForBrowser(consumer.write('shop.js', SHOP_PAGE));
  expect(imports).toEqual([]);
  await expect(runAsBrowser(code)).resolves.toBe(SHOP_EXPOSITION);
});

it('adds no more to a page than it may', async () => {
  const { code } = await bundleForBrowser(consumer.write('shop.js', SHOP_PAGE));
  const bytes = gzipSync(code, { level: 9 }).length;
  expect(bytes, `${bytes} bytes compressed, ${code.length} bytes minified`).toBeLessThanOrEqual(MAX_GZIP_BYTES);
});

it('knows the subpaths that need Node.js', async () => {
  const needNode: string[] = [];
  for (const specifier of consumer.specifiers) {
    const module = `import * as all from '${specifier}'; globalThis.exposition = Promise.resolve(Object.keys(all));`;
    const { code, imports } = await bundleForBrowser(consumer.write('all.js', module));
    if (imports.length > 0) needNode.push(specifier);
    else await expect(runAsBrowser(code), specifier).resolves.not.toHaveLength(0);
  }
  expect(needNode).toEqual(NEED_NODE);
});

it.each(['process.version', 'Buffer.from("a")', 'setImmediate(() => {})', 'require("node:os")', 'eval("1")'])(
  'notices that %s is not for browsers',
  async (use) => {
    const { code } = await bundleForBrowser(consumer.write('faulty.js', `globalThis.exposition = Promise.resolve(${use});`));
    await expect(runAsBrowser(code)).rejects.toThrow(/is not (a function|defined)|Calling `require`|disallowed/);
  },
);
