import { describe, expect, it } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { Registry } from '../registry/registry.ts';
import { ComputationErrors } from './computation-errors.ts';

function start(onError?: (error: MetricsError) => void) {
  const registry = new Registry();
  const messages: string[] = [];
  const collect = ({ message }: MetricsError): void => void messages.push(message);
  const errors = new ComputationErrors(['shop_a', 'shop_b'], { factory: registry, prefix: 'shop', onError: onError ?? collect });
  const counted = async () => (await registry.metrics()).match(/^shop_metric_errors_total.*$/gm);
  return { errors, messages, counted };
}

describe('ComputationErrors', () => {
  it('reports a distinct error of a metric once, and counts every one', async () => {
    const { errors, messages, counted } = start();
    errors.report('shop_a', 1, new Error('boom'));
    errors.report('shop_a', 2, new Error('boom'));
    errors.report('shop_a', 3, new Error('bang'));
    errors.report('shop_b', 4, new Error('boom'));
    errors.report('shop_a', 5, new Error('boom'));
    errors.publish();
    expect(messages).toEqual([
      'Metric "shop_a" has no value in turn 1: boom. The other metrics are not affected.',
      'Metric "shop_a" has no value in turn 3: bang. The other metrics are not affected.',
      'Metric "shop_b" has no value in turn 4: boom. The other metrics are not affected.',
    ]);
    expect(await counted()).toEqual(['shop_metric_errors_total{metric="shop_a"} 4', 'shop_metric_errors_total{metric="shop_b"} 1']);
  });

  it('counts each failure in one publication only', async () => {
    const { errors, counted } = start();
    errors.report('shop_a', 1, 'boom');
    errors.publish();
    errors.publish();
    expect(await counted()).toEqual(['shop_metric_errors_total{metric="shop_a"} 1', 'shop_metric_errors_total{metric="shop_b"} 0']);
  });

  it.each([
    ['a string', 'boom', '"boom" (string)'],
    ['undefined', undefined, 'undefined'],
    ['an object', { code: 7 }, '{"code":7} (object)'],
    ['a message that ends its sentence', new Error('It broke.'), 'It broke'],
  ])('says what was thrown: %s', (_, cause, reason) => {
    const { errors, messages } = start();
    errors.report('shop_a', 9, cause);
    expect(messages).toEqual([`Metric "shop_a" has no value in turn 9: ${reason}. The other metrics are not affected.`]);
  });

  it('keeps the cause and a code', () => {
    const reported: MetricsError[] = [];
    const cause = new Error('boom');
    start((error) => reported.push(error)).errors.report('shop_a', 1, cause);
    expect(reported).toMatchObject([{ name: 'MetricsError', code: 'ERR_COMPUTE', cause }]);
  });

  it('counts on when the report itself fails', async () => {
    const { errors, counted } = start(() => {
      throw new Error('the log is gone');
    });
    errors.report('shop_a', 1, new Error('boom'));
    errors.publish();
    expect(await counted()).toContain('shop_metric_errors_total{metric="shop_a"} 1');
  });

  it('stops reporting a metric whose message always differs, and still reports the others', () => {
    const { errors, messages } = start();
    for (let turn = 1; turn <= 1000; turn++) errors.report('shop_a', turn, new Error(`boom at ${turn}`));
    errors.report('shop_b', 1001, new Error('boom'));
    expect(messages).toHaveLength(101);
    expect(messages.at(-1)).toBe('Metric "shop_b" has no value in turn 1001: boom. The other metrics are not affected.');
  });
});
