/** The command as it is typed: options, what goes to stdout and stderr, exit codes. Wrong values of each option: apps/tradesim/src/cli/wrong-use.test.ts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Application, runToEnd, temporaryDirectory } from '../support/application.ts';
import { contentsOf, metricsOf, recordsOf } from '../support/journal.ts';

const QUICK = ['--no-exporter', '--deterministic'];

describe('tradesim', () => {
  it('says its version, and its help with every option and exit code, on stdout', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../apps/tradesim/package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    const [shown, help, runHelp] = await Promise.all([
      runToEnd(['--version']),
      runToEnd(['--help'], { env: { TRADESIM_TURNS: 'x' } }),
      runToEnd(['run', '--help']),
    ]);
    expect(shown).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect([help.code, runHelp.code]).toEqual([0, 0]);
    expect(help.stdout).toBe(runHelp.stdout);
    const options = [
      'turns',
      'seed',
      'scenario',
      'set',
      'resume',
      'pace',
      'port',
      'host',
      'no-exporter',
      'keep-serving',
      'log-dir',
      'no-ledger',
      'rotate-size',
      'rotate-age',
      'keep-size',
      'keep-age',
      'keep-segments',
      'deterministic',
      'log-level',
      'json',
    ];
    for (const option of options) expect(help.stdout).toContain(`--${option} `);
    expect(help.stdout).toContain('Exit codes: 0 done, 1 crashed, 2 wrong use or bad configuration, 130 Ctrl+C, 143 SIGTERM.');
    expect(existsSync(help.logs)).toBe(false);
  });

  it('runs without a command, for the turns typed, with a seed that it draws, says and repeats', async () => {
    const drawn = await runToEnd(['--turns', '25', ...QUICK]);
    expect(drawn).toMatchObject({ code: 0, stdout: '' });
    const seed = /scenario classic, seed (\d+), 25 turns/.exec(drawn.stderr)![1]!;
    const again = /Again: npx tradesim (.*)/.exec(drawn.stderr)![1]!.split(' ');
    expect(again).toEqual(['run', '--scenario', 'classic', '--seed', seed, '--turns', '25', '--deterministic']);
    const [repeated, other] = await Promise.all([runToEnd([...again, ...QUICK]), runToEnd(['--turns', '25', ...QUICK])]);
    expect(contentsOf(repeated.logs)).toEqual(contentsOf(drawn.logs));
    expect(contentsOf(other.logs)).not.toEqual(contentsOf(drawn.logs));
    expect(metricsOf(drawn.logs)).toHaveLength(25);
  });

  it('prints with --json one object on stdout, and nothing else, at any level of messages', async () => {
    const run = await runToEnd(['run', '--turns', '30', '--seed', '3', '--json', '--port', '0', '--log-level', 'silent', '--no-ledger']);
    expect(run).toMatchObject({ code: 0, stderr: expect.not.stringContaining('INFO') as string });
    expect(run.stdout.endsWith('}\n')).toBe(true);
    const { seconds, ...summary } = JSON.parse(run.stdout) as Record<string, unknown>;
    expect(seconds).toBeGreaterThan(0);
    expect(summary).toMatchObject({
      reason: 'completed',
      scenario: 'classic',
      seed: 3,
      turns: 30,
      journal: { directory: run.logs, state: 'closed' },
    });
    const { files } = summary['journal'] as { files: { file: string; recordsWritten: number; bytesWritten: number }[] };
    for (const { file, recordsWritten, bytesWritten } of files) {
      expect(recordsOf(run.logs, file).length, file).toBe(recordsWritten);
      expect(readFileSync(join(run.logs, file)).length, file).toBe(bytesWritten);
    }
    expect(files.map(({ recordsWritten }) => recordsWritten > 0)).toEqual([true, false, true]);
  });

  it('says as much as --log-level asks for', async () => {
    const said = await Promise.all(
      ['debug', 'info', 'warn', 'error'].map(
        async (level) => (await runToEnd(['run', '--turns', '1', '--no-exporter', '--log-level', level])).stderr,
      ),
    );
    const lines = said.map((text) => text.split('\n').filter((line) => / (DEBUG|INFO|WARN|ERROR): /.test(line)).length);
    expect(lines[0]).toBeGreaterThanOrEqual(lines[1]!);
    expect(lines[1]).toBeGreaterThan(3);
    expect(lines.slice(2)).toEqual([0, 0]);
  });

  it('takes a scenario file, a log directory and single fields from where the command was typed', async () => {
    const [typedIn, packageDirectory] = [temporaryDirectory(), temporaryDirectory()];
    mkdirSync(join(typedIn, 'markets'));
    writeFileSync(join(typedIn, 'markets', 'crowded.yaml'), 'name: crowded\ncompanies:\n  count: 9\n');
    writeFileSync(join(typedIn, 'here.json'), '{"name": "here", "products": {"count": 15}}');
    const options = { cwd: packageDirectory, env: { INIT_CWD: typedIn } };
    const runs = [
      ['--scenario', 'markets/crowded.yaml', '--log-dir', 'a/b', '--set', 'suppliers.count=6', '--set', 'companies.actProbability=1'],
      ['--scenario', 'here.json', '--set', 'suppliers.count=2', '--set', 'suppliers.count=3'],
    ];
    const [crowded, here] = await Promise.all(runs.map((args) => runToEnd(['run', '--turns', '4', '--no-exporter', ...args], options)));
    expect([crowded!.code, here!.code]).toEqual([0, 0]);
    expect(recordsOf(join(typedIn, 'a/b'), 'events.jsonl')[0]!['scenario']).toMatchObject({
      name: 'crowded',
      companies: { count: 9, actProbability: 1 },
      suppliers: { count: 6 },
    });
    expect(recordsOf(join(typedIn, 'a/b'), 'transactions.jsonl')).toHaveLength(4 * 9);
    expect(recordsOf(join(typedIn, 'logs'), 'events.jsonl')[0]!['scenario']).toMatchObject({
      name: 'here',
      products: { count: 15 },
      suppliers: { count: 3 },
    });
    expect(existsSync(join(packageDirectory, 'logs'))).toBe(false);
    expect(crowded!.stderr).toContain(
      'Again: npx tradesim run --scenario markets/crowded.yaml --set suppliers.count=6 --set companies.actProbability=1 --seed',
    );
  });

  it('serves on the host and a free port, and goes on serving the last turn with --keep-serving', async () => {
    const application = new Application(['run', '--turns', '12', '--host', '127.0.0.2', '--port', '0', '--keep-serving']);
    const url = await application.url();
    expect(new URL(url).hostname).toBe('127.0.0.2');
    expect(Number(new URL(url).port)).toBeGreaterThan(0);
    await application.said(/Still serving/);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('\ntradesim_turn 12\n');
    const page = await fetch(`${url}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('TradeSim');
    await expect(fetch(url.replace('127.0.0.2', '127.0.0.1'))).rejects.toThrow('fetch failed');
    expect((await application.stop('SIGINT')).code).toBe(130);
  });

  it('does not serve with --no-exporter, even when its port is taken', async () => {
    const port = await takenPort();
    const run = await runToEnd(['run', '--turns', '2', '--no-exporter', '--port', String(port)]);
    expect(run.code).toBe(0);
    expect(run.stderr).not.toContain('Metrics http');
  });
});

describe('a start that cannot be', () => {
  it('for a port in use leaves the former run as it was', async () => {
    const former = await runToEnd(['run', '--turns', '3', ...QUICK]);
    const before = contentsOf(former.logs);
    const port = await takenPort();
    const refused = await runToEnd(['run', '--turns', '3', '--port', String(port)], { cwd: former.directory });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(
      `--port ${port}: Exporter: the port ${port} on 127.0.0.1 is in use. Choose another port (0 finds a free one)`,
    );
    expect(refused.stderr).not.toContain('    at ');
    expect(contentsOf(former.logs)).toEqual(before);
  });

  it.each([
    ['a bad scenario', ['--set', 'companies.count=0'], 'companies.count: expected a whole number from 1 to 1000000'],
    ['a bad option', ['--pace', 'fast'], "'--pace <TURNS_PER_SECOND>' argument 'fast' is invalid"],
    ['an unknown option', ['--turn', '5'], "unknown option '--turn'"],
  ])('for %s ends with 2, says why on stderr, and writes nothing', async (_, args, message) => {
    const run = await runToEnd(['run', ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(existsSync(run.logs)).toBe(false);
  });

  it('for a clock that breaks in the middle ends with 1, and a journal that says so', async () => {
    const directory = temporaryDirectory();
    const preload = join(directory, 'broken-clock.mjs');
    writeFileSync(
      preload,
      `let calls = 0;\nconst now = performance.now.bind(performance);\nperformance.now = () => { if (++calls > 400) throw new Error('The clock is broken.'); return now(); };\n`,
    );
    const run = await runToEnd(['run', '--turns', '100000', '--port', '0'], {
      cwd: directory,
      env: { NODE_OPTIONS: `--import=file://${preload}` },
    });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('error: Error: The clock is broken.');
    const lastTurn = metricsOf(run.logs).at(-1)!.turn;
    expect(lastTurn).toBeGreaterThan(10);
    // It may break before a turn that has been made is recorded.
    const ended = recordsOf(run.logs, 'events.jsonl').at(-1)!;
    expect(ended).toMatchObject({ kind: 'run_ended', reason: 'crashed' });
    expect([lastTurn, lastTurn + 1]).toContain(ended.turn);
  });
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
