import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Consumer } from './consumer.ts';
import { compileStrictly } from './strict-consumer.ts';
import type { Environment } from './strict-consumer.ts';

const ENVIRONMENTS: Readonly<Record<string, Environment>> = {
  language: {},
  browser: { lib: ['ES2022', 'DOM'] },
  node: { hasNodeTypes: true },
};

/** Subpaths whose declarations take types from elsewhere, and where they find them; the others compile everywhere. */
const CHOOSY: Readonly<Record<string, readonly string[]>> = {
  '@tradesim/metrics/exporter': ['node'],
  '@tradesim/metrics/fetch': ['browser', 'node'],
};

/** A use of the core that needs what used to come from `@types/node`. */
const SHOP = `
import { Registry } from '@tradesim/metrics';
import type { Clock, Collector, StopTimer } from '@tradesim/metrics';

const clock: Clock = { now: () => 0, monotonic: () => 0 };
const registry = new Registry({ clock });
const orders = registry.counter({ name: 'shop_orders_total', help: 'Orders.', labels: { result: ['ok', 'declined'] } });
orders.labels({ result: 'ok' }).inc();
// @ts-expect-error A misspelt label value is an error.
orders.labels({ result: 'lost' }).inc();
const stop: StopTimer = registry.histogram({ name: 'shop_seconds', help: 'Durations.' }).startTimer();
stop[Symbol.dispose]();
export const seconds: number = stop();
export const basket: Collector = {
  name: 'basket',
  async collect(signal) {
    const isLate: boolean = signal.aborted;
    signal.throwIfAborted();
    signal.addEventListener('abort', () => {});
    await work(isLate, signal);
  },
};
`;

const LANGUAGE_ALONE = `declare function work(isLate: boolean, signal: { readonly aborted: boolean }): Promise<void>;${SHOP}`;
const WITH_FETCH = `async function work(_: boolean, signal: AbortSignal) { await fetch('/basket', { signal }); }${SHOP}`;

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
});

afterAll(() => consumer.remove());

it.each<[string, string, Environment]>([
  ['the language alone', LANGUAGE_ALONE, {}],
  ['the language alone and a bundler', LANGUAGE_ALONE, { module: 'Preserve' }],
  ['a browser', WITH_FETCH, { lib: ['ES2022', 'DOM'] }],
  ['Node.js', WITH_FETCH, { hasNodeTypes: true }],
  ['Node.js and a browser', WITH_FETCH, { lib: ['ESNext', 'DOM'], hasNodeTypes: true }],
])('compiles for %s', (_, source, environment) => {
  expect(compileStrictly(consumer, source, environment)).toBe('');
});

describe.each(Object.entries(ENVIRONMENTS))('for %s', (name, environment) => {
  const isAtHome = (specifier: string): boolean => CHOOSY[specifier]?.includes(name) ?? true;
  const errorsOf = (specifiers: readonly string[]): string =>
    compileStrictly(consumer, specifiers.map((specifier, index) => `export * as m${index} from '${specifier}';`).join('\n'), environment);

  it('compiles every subpath but the choosy ones', () => {
    expect(errorsOf(consumer.specifiers.filter(isAtHome))).toBe('');
    for (const specifier of consumer.specifiers.filter((each) => !isAtHome(each))) expect(errorsOf([specifier])).not.toBe('');
  });
});

it('notices a declaration that takes a type from elsewhere', () => {
  const path = 'node_modules/@tradesim/metrics/dist/index.d.ts';
  const text = readFileSync(join(consumer.root, path), 'utf8');
  consumer.write(path, `${text}export declare const planted: Buffer;\n`);
  try {
    expect(compileStrictly(consumer, LANGUAGE_ALONE)).toMatch(/index\.d\.ts.*Cannot find name 'Buffer'/);
    expect(compileStrictly(consumer, LANGUAGE_ALONE, { hasNodeTypes: true })).toBe('');
  } finally {
    consumer.write(path, text);
  }
});
