import { afterEach, expect, it } from 'vitest';
import { CompiledExamples } from './compiled-examples.ts';

let compiled: CompiledExamples | undefined;

afterEach(() => compiled?.remove());

async function outcomeOf(path: string, code: string): Promise<{ errors: string; stderr: string }> {
  const example = { path, line: 7, code };
  compiled = new CompiledExamples([example]);
  return { errors: compiled.errors, stderr: await compiled.run(example) };
}

it('gives examples in sources the library, a registry and what their own file exports', async () => {
  const code = `const server = http.createServer(metricsHandler(registry)).listen(80, '127.0.0.1');
await new Promise((resolve) => server.on('listening', resolve));
(server.address() as { port: number }).port === 80 // => false
jsonNumber(Number.NaN) // => 'null'
const text = new Registry().metrics(); // => ''
requests.labels({ method: 'GET', route: '/' }).inc();
(await registry.metrics()).includes('shop_requests_total') // => true
registry.clear();
registry.gauge({ name: 'shop_items', help: 'Items.' }).set(2);
registry.metrics();
// =>
// # HELP shop_items Items.
// # TYPE shop_items gauge
// shop_items 2
`;
  await expect(outcomeOf('packages/metrics/src/model/json-number.ts', code)).resolves.toEqual({ errors: '', stderr: '' });
});

it('gives documents nothing', async () => {
  const { errors } = await outcomeOf('README.md', 'registry.clear();');
  expect(errors).toBe(`README.md(7,1): error TS2304: Cannot find name 'registry'.\n`);
});

it('names the place of a type error', async () => {
  const { errors } = await outcomeOf('packages/metrics/src/model/json-number.ts', "\njsonNumber('1');");
  expect(errors).toMatch(/^packages\/metrics\/src\/model\/json-number\.ts\(8,12\): error TS2345/);
});

it.each([
  ['a wrong value', 'const a = 1; // => 2', /README\.md:7 shows a result that the example does not give.*1 !== 2/s],
  ['a value of another type', `'2' // => 2`, /README\.md:7 shows a result/],
  ['a wrong text', 'String(1)\n// => one', /README\.md:8 shows a result.*'1'/s],
  ['a wrong object', '({ a: 1 }) // => { a: 1, b: undefined }', /README\.md:7 shows a result/],
  ['an error', `throw new Error('planted');`, /README-md-7\.ts:7.*planted/s],
  ['what never ends', 'await new Promise(() => {});', /Command failed|unsettled/],
])('notices %s', async (_, code, message) => {
  const { stderr } = await outcomeOf('README.md', code);
  expect(stderr).toMatch(message);
});
