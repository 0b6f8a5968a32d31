import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FixtureWorkspace } from './fixture-workspace.ts';

const SOURCE = 'apps/tradesim/src/cli/main.ts';

let workspace: FixtureWorkspace;

beforeEach(() => {
  workspace = new FixtureWorkspace();
});

afterEach(() => workspace.remove());

function runCommand(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [workspace.command, ...argv], { encoding: 'utf8', cwd: '/' });
}

describe('the tradesim command in a clone', () => {
  it('builds, passes the arguments on and exits with the status of main', () => {
    workspace.write(SOURCE, 'export const main = async (argv) => { console.log(argv.join(" ")); return 3; };');
    expect(runCommand('run', '--seed', '7')).toMatchObject({ status: 3, stdout: 'run --seed 7\n' });
  });

  it('keeps the output of main apart from that of the build', () => {
    workspace.write(SOURCE, 'export const main = async () => { console.log("{}"); return 0; };');
    expect(runCommand()).toMatchObject({ stdout: '{}\n', stderr: 'Building the sources (tsc -b).\n' });
    expect(runCommand()).toMatchObject({ stdout: '{}\n', stderr: '' });
  });

  it('exits 1 with the output of the compiler when the build fails', () => {
    workspace.write(SOURCE, '// type error');
    const { status, stdout, stderr } = runCommand();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('main.ts(1,1): error TS2322');
  });

  it('exits 1 when main fails', () => {
    workspace.write(SOURCE, 'export const main = async () => { throw new Error("planted"); };');
    const { status, stderr } = runCommand();
    expect(status).toBe(1);
    expect(stderr).toContain('planted');
  });

  it('builds once when several start at the same time', async () => {
    workspace.write('duration.txt', '200');
    const starts = [1, 2, 3].map(() => once(spawn(process.execPath, [workspace.command], { stdio: 'ignore' }), 'exit'));
    await expect(Promise.all(starts)).resolves.toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect(workspace.compilations).toEqual(['begin', 'end']);
  });

  it('ends a build before it obeys SIGTERM', async () => {
    workspace.write('duration.txt', '200');
    const started = spawn(process.execPath, [workspace.command], { stdio: ['ignore', 'ignore', 'pipe'] });
    await once(started.stderr, 'data');
    started.kill('SIGTERM');
    await expect(once(started, 'exit')).resolves.toEqual([null, 'SIGTERM']);
    expect(workspace.compilations).toEqual(['begin', 'end']);
    expect(runCommand().status).toBe(0);
  });
});

describe('the tradesim command of the installed package', () => {
  it('never builds', () => {
    workspace.write('apps/tradesim/dist/cli/main.js', 'export const main = async () => 4;');
    for (const path of ['tools', 'apps/tradesim/tsconfig.json', 'apps/tradesim/src']) workspace.remove(path);
    expect(runCommand()).toMatchObject({ status: 4, stdout: '', stderr: '' });
    expect(workspace.compilations).toEqual([]);
  });
});
