import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Consumer } from '../../tools/package/consumer.ts';
import { missingDebianPackage } from '../oracles/debian.ts';
import { bundleForBrowser } from './browser-bundle.ts';
import { openInChromium } from './chromium.ts';
import { SHOP_EXPOSITION, SHOP_PAGE } from './shop-page.ts';

const missing = await missingDebianPackage('chromium');

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
});

beforeEach(({ skip }) => skip(missing !== undefined, missing));

afterAll(() => consumer.remove());

/** A page with a script, and what becomes of the promise in `exposition`: its text, encoded so that no markup is in it. */
const pageWith = (script: string): string => `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'">
<output></output>
<script>
const show = (text) => { document.querySelector('output').textContent = encodeURIComponent(text); };
window.onerror = (message) => show(message);
</script>
<script>${script}</script>
<script>exposition.then(show, (error) => show(String(error)));</script>
`;

async function shownBy(script: string): Promise<string> {
  const page = await openInChromium(pageWith(script.replaceAll('</script', String.raw`<\/script`)));
  return decodeURIComponent(/<output>(.*)<\/output>/.exec(page)?.[1] ?? page);
}

it('defines, updates and exposes metrics in chromium', async () => {
  const { code } = await bundleForBrowser(consumer.write('shop.js', SHOP_PAGE));
  await expect(shownBy(code)).resolves.toBe(SHOP_EXPOSITION);
});

it('shows what goes wrong on the page', async () => {
  await expect(shownBy('globalThis.exposition = Promise.resolve().then(() => process.version);')).resolves.toBe(
    'ReferenceError: process is not defined',
  );
});
