/** A metric is added in one place: one edit in a copy of the tree, and it is everywhere. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Application, temporaryDirectory } from '../support/application.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVICES = 'apps/tradesim/src/services';

/** Copies what git tracks and what it would track, without the compiler's output. */
function copyOfTree(): string {
  const copy = temporaryDirectory();
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  for (const file of files) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  linkModules(copy);
  git(copy, 'init', '--quiet');
  git(copy, 'add', '--all');
  git(copy, '-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--message', 'copy');
  return copy;
}

/** Third-party packages are shared; the workspace's own packages are those of the copy. */
function linkModules(copy: string): void {
  execFileSync('mkdir', ['-p', join(copy, 'node_modules/@tradesim')]);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@tradesim' && name !== 'tradesim' && !name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const name of ['metrics', 'simulation']) symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@tradesim', name));
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8' });
}

/** The one edit: a labelled gauge, reading its own history, at the end of a service's definitions. */
function addMetric(file: string, name: string): void {
  const source = readFileSync(file, 'utf8');
  const end = source.lastIndexOf('\n});', source.includes('\nfunction ') ? source.indexOf('\nfunction ') : undefined);
  const definition = `
  ${name}: gauge({
    help: 'Turns, by whether their number is even.',
    labels: { parity: ['even', 'odd'] },
    reads: ['${name}'],
    compute: ({ turn }, { history }) => ({ even: turn - (turn % 2), odd: history.${name}.length }),
  }),`;
  writeFileSync(file, importingGauge(source.slice(0, end) + definition + source.slice(end)));
}

function importingGauge(source: string): string {
  return /import \{[^}]*\bgauge\b[^}]*\} from '\.\/turn-view\.ts'/.test(source)
    ? source
    : source.replace(/import \{ (.*) \} from '\.\/turn-view\.ts'/, "import { $1, gauge } from './turn-view.ts'");
}

describe('one labelled definition in an existing service file', () => {
  it('appears in /metrics, the history and the journal, with a diff of one file', { timeout: 120_000 }, async () => {
    const copy = copyOfTree();
    const [seed] = fc.sample(fc.integer({ min: 0, max: 2 ** 31 }), 1);
    const files = readdirSync(join(copy, SERVICES)).filter((file) =>
      /defineMetrics\('/.test(readFileSync(join(copy, SERVICES, file), 'utf8')),
    );
    const file = files[seed! % files.length]!;
    const name = `generated_${seed!.toString(36)}`;
    addMetric(join(copy, SERVICES, file), name);
    expect(git(copy, 'diff', '--name-only').trim(), `seed ${seed}`).toBe(`${SERVICES}/${file}`);

    const command = join(copy, 'apps/tradesim/bin/tradesim.js');
    const application = new Application(['run', '--turns', '9', '--port', '0', '--keep-serving', '--seed', '3'], { command });
    const url = await application.url();
    await application.said(/Still serving/);
    const exposition = await (await fetch(`${url}/metrics`)).text();
    expect(exposition).toContain(`# TYPE tradesim_${name} gauge\n`);
    expect(exposition).toContain(`tradesim_${name}{parity="even"} 8\n`);
    expect(exposition, 'the length of its own history').toContain(`tradesim_${name}{parity="odd"} 8\n`);
    await application.stop();

    const records = readFileSync(join(application.logs, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const last = JSON.parse(records.at(-1)!) as { metrics: Record<string, number> };
    expect(last.metrics[`tradesim_${name}{parity="even"}`]).toBe(8);
    expect(records).toHaveLength(9);
  });
});
