/** How fast a run goes, told by the times in its journal. */
import { describe, expect, it } from 'vitest';
import { Application, runToEnd } from '../support/application.ts';
import { lastTurnSoFar, metricsOf } from '../support/journal.ts';

/** Mean seconds from one turn to the next. */
function meanInterval(logs: string): number {
  const times = metricsOf(logs).map(({ timestamp }) => timestamp);
  return (times.at(-1)! - times[0]!) / (times.length - 1);
}

describe('a run without --turns', () => {
  it('goes on until it is stopped, at about ten turns a second', async () => {
    const application = new Application(['run', '--no-exporter']);
    await application.until('12 turns', () => lastTurnSoFar(application.logs) >= 12);
    const { code } = await application.stop();
    expect(code).toBe(143);
    expect(meanInterval(application.logs)).toBeGreaterThan(0.08);
    expect(meanInterval(application.logs)).toBeLessThan(0.25);
  });

  it('makes no pause with --pace max', async () => {
    const application = new Application(['run', '--no-exporter', '--pace', 'max']);
    await application.until('300 turns', () => lastTurnSoFar(application.logs) >= 300);
    await application.stop();
    expect(meanInterval(application.logs)).toBeLessThan(0.02);
  });
});

describe('--pace', () => {
  it('holds with --turns too', async () => {
    const { logs, code } = await runToEnd(['run', '--turns', '31', '--pace', '40', '--no-exporter']);
    expect(code).toBe(0);
    expect(meanInterval(logs)).toBeGreaterThan(0.02);
    expect(meanInterval(logs)).toBeLessThan(0.08);
  });

  it('below one turn a second does not keep a signal waiting', async () => {
    const application = new Application(['run', '--no-exporter', '--pace', '0.001']);
    await application.said(/Ctrl\+C stops/);
    const start = performance.now();
    expect((await application.stop()).code).toBe(143);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(metricsOf(application.logs)).toEqual([]);
  });
});
