import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

function requestsBy() {
  return registry.counter({ name: 'requests_total', help: 'h', labels: { method: ['GET', 'POST'], route: 'open', code: 'open' } });
}

describe('with()', () => {
  it('binds some labels, and labels() takes the others in any order', () => {
    const requests = requestsBy();
    const handle = requests.labels({ method: 'GET', route: '/', code: '200' });
    expect(requests.with({ method: 'GET' }).labels({ route: '/', code: '200' })).toBe(handle);
    expect(requests.with({ code: '200' }).labels({ route: '/', method: 'GET' })).toBe(handle);
    expect(requests.with({ code: '200', method: 'GET', route: '/' }).labels({})).toBe(handle);
    expect(requests.with({}).labels({ code: '200', method: 'GET', route: '/' })).toBe(handle);
    expect(requests.with({ method: 'GET' }).with({ code: '200' }).with({ route: '/' }).labels({})).toBe(handle);
    expect(requests.seriesCount).toBe(1);
  });

  it('creates no series, and keeps what was bound whatever becomes of the object', () => {
    const requests = requestsBy();
    const bound: { method: 'GET' | 'POST' } = { method: 'GET' };
    const gets = requests.with(bound);
    bound.method = 'POST';
    expect(requests.seriesCount).toBe(0);
    gets.labels({ route: '/', code: '200' }).inc();
    expect(requests.get()).toEqual([{ name: 'requests_total', labels: { method: 'GET', route: '/', code: '200' }, value: 1 }]);
  });

  it('finds a fresh series after the former one was removed', () => {
    const requests = requestsBy();
    const gets = requests.with({ method: 'GET', route: '/' });
    gets.labels({ code: '200' }).inc(5);
    requests.clear();
    gets.labels({ code: '200' }).inc(1);
    expect(requests.get().map(({ value }) => value)).toEqual([1]);
  });

  it('works for gauges and histograms', () => {
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['a', 'b'] });
    level.with({ b: 'x' }).labels({ a: 'y' }).set(3);
    const wait = registry.histogram({ name: 'wait', help: 'h', buckets: [1], labelNames: ['a', 'b'] });
    wait.with({ a: 'x' }).labels({ b: 'y' }).observe(2);
    expect(level.get()).toEqual([{ name: 'level', labels: { a: 'y', b: 'x' }, value: 3 }]);
    expect(wait.get().map(({ value }) => value)).toEqual([0, 1, 2, 1]);
  });

  const SUBJECT = 'Counter "requests_total"';
  const SOME = `${SUBJECT}: expected an object with some of the labels "method", "route", "code",`;

  it.each<[string, unknown, string]>([
    ['an unknown label', { method: 'GET', city: 'x', town: 'y' }, `${SOME} unknown "city", "town".`],
    ['a value that is not listed', { method: 'PUT' }, `${SUBJECT}, label "method": expected one of "GET", "POST", got "PUT" (string).`],
    ['a number', { route: 5 }, `${SUBJECT}, label "route": expected a string, got 5 (number).`],
    ['undefined as a value', { route: undefined }, `${SUBJECT}, label "route": expected a string, got undefined.`],
    ['half a surrogate pair', { route: '\ud800' }, `${SUBJECT}, label "route": expected text that can be written as UTF-8`],
    ['the value of the overflow series', { route: '__overflow__' }, `${SUBJECT}, label "route": "__overflow__" is kept for what exceeds`],
    ['nothing', undefined, `${SOME} got undefined.`],
    ['null', null, `${SOME} got null.`],
    ['a list', ['GET'], `${SOME} got ["GET"] (object).`],
    ['a string', 'GET', `${SOME} got "GET" (string).`],
  ])('refuses %s at once, of the metric and of what is bound already', (_, bound, message) => {
    const requests = requestsBy();
    const bind = (to: { with(labels: never): unknown }) => (): unknown => to.with(bound as never);
    expect(bind(requests)).toThrow(message);
    expect(bind(requests.with({ code: '200' }))).toThrow(message);
    expect(bind(requests.with({}))).toThrow(message);
  });

  it('refuses a label that is bound already', () => {
    const gets = requestsBy().with({ method: 'GET', route: '/' });
    const message = `${SUBJECT}: the label "route" is bound to "/" (string) already. Leave it out.`;
    expect(() => gets.with({ route: '/x' } as never)).toThrow(message);
    expect(() => gets.labels({ route: '/x', code: '200' } as never)).toThrow(message);
    expect(() => gets.labels({ route: '/', code: '200' } as never)).toThrow(message);
  });

  it.each<[string, unknown, string]>([
    ['a missing label', {}, `${SUBJECT}: expected exactly the labels "method", "route", "code", got "method", "route": missing "code".`],
    [
      'an unknown label',
      { code: '1', city: 'x' },
      `${SUBJECT}: expected exactly the labels "method", "route", "code", got "method", "route", "code", "city": unknown "city".`,
    ],
    ['null', null, `${SUBJECT}: expected an object with the labels "method", "route", "code", got null.`],
    ['a string', '200', `${SUBJECT}: expected an object with the labels "method", "route", "code", got "200" (string).`],
    ['an inherited label', Object.create({ code: '200' }), 'missing "code".'],
    ['a label of Object.prototype', { code: '200', ['__proto__']: 'x' }, 'unknown "__proto__".'],
  ])('has labels() refuse %s', (_, labels, message) => {
    const gets = requestsBy().with({ method: 'GET', route: '/' });
    expect(() => gets.labels(labels as never)).toThrow(message);
  });

  it('counts what exceeds maxSeries as labels() does', () => {
    const visits = registry.counter({ name: 'visits_total', help: 'h', labelNames: ['a', 'b'], maxSeries: 1 });
    const bound = visits.with({ a: 'x' });
    expect(bound.labels({ b: '1' })).toBe(visits.labels({ a: 'x', b: '1' }));
    expect(bound.labels({ b: '2' })).toBe(visits.labels({ a: 'y', b: 'z' }));
    expect(visits.overflowed).toBe(2);
  });
});
