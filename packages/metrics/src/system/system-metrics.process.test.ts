/** What only a process of its own can show; it runs the built package, as `npm test` leaves it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packageDirectory = fileURLToPath(new URL('../..', import.meta.url));
const IMPORTS =
  "import { Registry } from '@tradesim/metrics'; import { collectSystemMetrics, machineUsage } from '@tradesim/metrics/system';";

function run(script: string, flags: readonly string[] = []): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', `${IMPORTS} ${script}`], {
    cwd: packageDirectory,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

describe('a process of its own', () => {
  it('exits by itself with everything running', () => {
    const script =
      "const registry = new Registry(); collectSystemMetrics(registry); machineUsage().cpuPercent(); await registry.metrics(); console.log('end');";
    expect(run(script)).toEqual({ status: 0, stdout: 'end\n', stderr: '' });
  });

  it('shows 42 right after 42 forced collections', () => {
    const script = `
      const registry = new Registry();
      collectSystemMetrics(registry, { collectors: ['gc'] });
      for (let i = 0; i < 42; i++) gc();
      const exposition = await registry.metrics();
      console.log(exposition.split('\\n').find((line) => line.startsWith('nodejs_gc_duration_seconds_count{kind="major"}')));`;
    expect(run(script, ['--expose-gc'])).toEqual({ status: 0, stdout: 'nodejs_gc_duration_seconds_count{kind="major"} 42\n', stderr: '' });
  });

  it('counts collections that came in batches between two scrapes', () => {
    const script = `
      import { setImmediate as nextIteration } from 'node:timers/promises';
      const registry = new Registry();
      collectSystemMetrics(registry, { collectors: ['gc'] });
      for (const batch of [3, 17, 1, 21]) {
        for (let i = 0; i < batch; i++) gc();
        await nextIteration();
        await nextIteration();
      }
      const exposition = await registry.metrics();
      console.log(exposition.split('\\n').find((line) => line.startsWith('nodejs_gc_duration_seconds_count{kind="major"}')));`;
    expect(run(script, ['--expose-gc'])).toEqual({ status: 0, stdout: 'nodejs_gc_duration_seconds_count{kind="major"} 42\n', stderr: '' });
  });
});
