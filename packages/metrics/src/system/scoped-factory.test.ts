import { expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { scopedFactory } from './scoped-factory.ts';

it('takes back the metrics and collectors made through it, and no others', async () => {
  const registry = new Registry();
  registry.gauge({ name: 'kept', help: 'Made outside.' }).set(3);
  const scope = scopedFactory(registry);
  let collections = 0;
  scope.addCollector({ name: 'count', collect: () => void collections++ });
  scope.counter({ name: 'made_total', help: 'A counter.' }).inc();
  scope
    .gauge({ name: 'made', help: 'A gauge.', labels: { kind: ['a'] } })
    .labels({ kind: 'a' })
    .set(2);
  scope.histogram({ name: 'made_seconds', help: 'A histogram.', buckets: [1] }).observe(0.5);
  const exposition = await registry.metrics();
  for (const line of ['kept 3', 'made_total 1', 'made{kind="a"} 2', 'made_seconds_bucket{le="1"} 1'])
    expect(exposition).toContain(`${line}\n`);

  scope.undo();
  scope.undo();
  expect(await registry.metrics()).toBe('# HELP kept Made outside.\n# TYPE kept gauge\nkept 3\n');
  expect(collections).toBe(1);
});

it('takes back nothing for a definition that has failed', () => {
  const registry = new Registry();
  registry.gauge({ name: 'taken', help: 'Another help.' });
  const scope = scopedFactory(registry);
  expect(() => scope.gauge({ name: 'taken', help: 'A help.' })).toThrow('different shapes');
  scope.undo();
  expect(registry.unregister('taken')).toBe(true);
});
