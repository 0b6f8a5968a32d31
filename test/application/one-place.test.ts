/** A metric is added in one place: one edit in a copy of the tree, and it is everywhere. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Application, atEndOfSuite, temporaryDirectory } from '../support/application.ts';
import type { Undo } from '../support/application.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVICES = 'apps/tradesim/src/services';
const PAGE = 'docs/metrics.md';

/** Copies what git tracks and what it would track, without the compiler's output. */
function copyOfTree(undo: Undo): string {
  const copy = temporaryDirectory(undo);
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)));
  for (const file of files) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  linkModules(copy);
  git(copy, 'init', '--quiet');
  git(copy, 'add', '--all');
  git(copy, '-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--message', 'copy');
  return copy;
}

/** Third-party packages are shared; the workspace's own packages are those of the copy. */
function linkModules(copy: string): void {
  mkdirSync(join(copy, 'node_modules/@tradesim'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@tradesim' && name !== 'tradesim' && !name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const name of ['metrics', 'simulation']) symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@tradesim', name));
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8' });
}

/** What git would commit: files that have changed, and new ones. */
function changedFiles(copy: string): readonly string[] {
  const changed = git(copy, 'diff', '--name-only') + git(copy, 'ls-files', '--others', '--exclude-standard');
  return changed.trim().split('\n').toSorted();
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
    compute: ({ turn }, { history }) => ({ even: turn - (turn % 2), odd: history.${name}.labels({ parity: 'odd' }).length }),
  }),`;
  writeFileSync(file, importingGauge(source.slice(0, end) + definition + source.slice(end)));
}

function importingGauge(source: string): string {
  return /import \{[^}]*\bgauge\b[^}]*\} from '\.\/turn-view\.ts'/.test(source)
    ? source
    : source.replace(/import \{ (.*) \} from '\.\/turn-view\.ts'/, "import { $1, gauge } from './turn-view.ts'");
}

/** Has the compiler of the workspace check a module that stands in the copy, and returns its errors. */
function typeErrors(copy: string, source: string): string {
  const folder = join(copy, '.cache/types');
  mkdirSync(folder, { recursive: true });
  const compilerOptions = { noEmit: true, composite: false, incremental: true };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files: ['module.ts'] }),
  );
  writeFileSync(join(folder, 'module.ts'), source);
  const { stdout, stderr } = spawnSync(process.execPath, [join(copy, 'node_modules/typescript/bin/tsc'), '--project', folder], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

const readingHistoryOf = (name: string): string => `
import type { InstrumentFactory } from '@tradesim/metrics';
import { MetricsServices } from '@tradesim/metrics/services';
import { SERVICES } from '../../apps/tradesim/src/services/index.ts';

export const lastOf = (factory: InstrumentFactory) => new MetricsServices(SERVICES, { factory, prefix: 'tradesim' }).history('${name}');
`;

describe('one labelled definition in an existing service file', { timeout: 120_000 }, () => {
  const undo = atEndOfSuite();
  const [seed] = fc.sample(fc.integer({ min: 0, max: 2 ** 31 }), 1);
  const name = `tradesim_generated_${seed!.toString(36)}`;
  let copy: string;
  let edited: string;

  beforeAll(() => {
    copy = copyOfTree(undo);
    const files = readdirSync(join(copy, SERVICES)).filter((file) =>
      /defineMetrics\('/.test(readFileSync(join(copy, SERVICES, file), 'utf8')),
    );
    edited = `${SERVICES}/${files[seed! % files.length]!}`;
    addMetric(join(copy, edited), name.replace('tradesim_', ''));
    expect(changedFiles(copy), `seed ${seed}`).toEqual([edited]);
  });

  it('appears in /metrics, the history and the journal', async () => {
    const command = join(copy, 'apps/tradesim/bin/tradesim.js');
    const application = new Application(['run', '--turns', '9', '--port', '0', '--keep-serving', '--seed', '3'], { command });
    const url = await application.url();
    await application.said(/Still serving/);
    const exposition = await (await fetch(`${url}/metrics`)).text();
    expect(exposition).toContain(`# TYPE ${name} gauge\n`);
    expect(exposition).toContain(`${name}{parity="even"} 8\n`);
    expect(exposition, 'the length of its own history').toContain(`${name}{parity="odd"} 8\n`);
    await application.stop();

    const records = readFileSync(join(application.logs, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const last = JSON.parse(records.at(-1)!) as { metrics: Record<string, number> };
    expect(last.metrics[`${name}{parity="even"}`]).toBe(8);
    expect(records).toHaveLength(9);
  });

  it('has a row in the catalogue as soon as that is generated, and nothing else changes', () => {
    execFileSync('npm', ['run', 'docs'], { cwd: copy });
    const page = readFileSync(join(copy, PAGE), 'utf8');
    expect(page).toContain(`| \`${name}\` | gauge |  | \`parity\`: \`even\`, \`odd\` | Turns, by whether their number is even. |  |\n`);
    expect(changedFiles(copy)).toEqual([edited, PAGE].toSorted());
  });

  it('is a name that the compiler knows', () => {
    expect(typeErrors(copy, readingHistoryOf(name))).toBe('');
    expect(typeErrors(copy, readingHistoryOf(`${name}s`))).toMatch(
      new RegExp(`^\\S*module\\.ts\\(6,\\d+\\): error TS2345: Argument of type '"${name}s"' is not assignable`),
    );
  });
});
