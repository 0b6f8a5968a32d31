/** A machine whose clock is set back while a run goes on. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runToEnd, temporaryDirectory } from '../support/application.ts';
import { metricsOf } from '../support/journal.ts';

/** Loaded before the application: a second and a half after the start, the clock goes back by an hour. */
const SET_BACK = `
  const now = Date.now;
  const start = performance.now();
  Date.now = () => now() - (performance.now() - start > 1500 ? 3_600_000 : 0);
`;

it('makes all its turns, rotates no sooner, and records the times that the clock told', async () => {
  const args = ['run', '--turns', '500', '--pace', '200', '--no-exporter', '--rotate-age', '10m'];
  const script = join(temporaryDirectory(), 'set-back.mjs');
  writeFileSync(script, SET_BACK);
  const { code, logs, stderr } = await runToEnd(args, { env: { NODE_OPTIONS: `--import ${script}` } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const records = metricsOf(logs);
  expect(records.map(({ turn }) => turn)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  const steps = records.slice(1).map(({ timestamp }, i) => timestamp - records[i]!.timestamp);
  expect(steps.filter((step) => step < -3500)).toHaveLength(1);
  const { tradesim_turn_duration_seconds_count: turns, tradesim_turn_duration_seconds_sum: seconds } = records.at(-1)!.runtime!;
  expect(turns).toBe(499);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(3);
});
