/** The published schema of the journal against real files, judged by another's validator. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../oracles/debian.ts';
import { runToEnd, temporaryDirectory } from '../support/application.ts';

const SCHEMA = fileURLToPath(new URL('../../docs/formats/journal.schema.json', import.meta.url));
const VALIDATOR = fileURLToPath(new URL('../oracles/validate_lines.py', import.meta.url));
const DEFINITIONS = { event: 'events.jsonl', transaction: 'transactions.jsonl', turn: 'metrics.jsonl' } as const;

let missing: string | undefined;
beforeAll(async () => {
  missing = await missingDebianPackage('python3-jsonschema');
}, 300_000);
beforeEach(({ skip }) => skip(missing !== undefined, missing));

async function validate(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly lines: number; readonly findings: readonly string[] }> {
  const args = Object.entries(files).flat();
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [VALIDATOR, SCHEMA, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as { lines: number; findings: string[] };
}

const filesOf = (logs: string): Record<string, string> =>
  Object.fromEntries(Object.entries(DEFINITIONS).map(([definition, file]) => [definition, join(logs, file)]));

describe('the schema of the journal', () => {
  it.each([
    [
      'a run with everything',
      ['--set', 'metrics.journalEntities=true', '--set', 'companies.budgetEuros.min=1', '--set', 'companies.budgetEuros.max=40'],
    ],
    ['a deterministic run', ['--deterministic']],
    ['a run without the ledger', ['--no-ledger']],
  ])('accepts every line of %s', { timeout: 60_000 }, async (_, options) => {
    const { logs } = await runToEnd(['run', '--turns', '300', '--seed', '3', '--no-exporter', ...options]);
    const { lines, findings } = await validate(filesOf(logs));
    expect(findings).toEqual([]);
    expect(lines).toBeGreaterThan(400);
  });

  it('refuses lines that are not of the format: each field of each kind matters', { timeout: 60_000 }, async () => {
    const { logs } = await runToEnd(['run', '--turns', '300', '--seed', '3', '--no-exporter']);
    for (const [definition, path] of Object.entries(filesOf(logs))) {
      const seen = new Map<string, Record<string, unknown>>();
      for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
        const record = JSON.parse(line) as { readonly kind?: string; readonly outcome?: string };
        seen.set(record.kind ?? record.outcome ?? '', { ...record });
      }
      const spoilt = [...seen.values()].flatMap((record) =>
        Object.keys(record).flatMap((field) => [
          { ...record, [field]: undefined },
          { ...record, [field]: ['spoilt'] },
          { ...record, [`${field}_more`]: 1 },
        ]),
      );
      // The record of a turn may lack what was measured.
      const wrong = spoilt.filter((record) => !('runtime' in record && record['runtime'] === undefined));
      const file = join(temporaryDirectory(), 'spoilt.jsonl');
      writeFileSync(file, wrong.map((record) => `${JSON.stringify(record)}\n`).join(''));
      const { findings } = await validate({ [definition]: file });
      const refused = new Set(findings.map((finding) => Number(/:(\d+): /.exec(finding)![1])));
      expect(wrong.filter((_, i) => !refused.has(i + 1))).toEqual([]);
    }
  });
});
