import { describe, expect, it, vi } from 'vitest';
import { reportSummary } from './summary.ts';
import type { SummaryContext } from './summary.ts';

const FILE = {
  bytesWritten: 100,
  recordsWritten: 10,
  bytesDropped: 0,
  recordsDropped: 0,
  bytesBuffered: 0,
  bytesRepaired: 0,
  segmentsClosed: 0,
};
const SUMMARY = { reason: 'completed', turns: 200, turnsBefore: 0, attempts: 50, transactions: 40, seconds: 0.5 } as const;

interface Report {
  readonly lines: readonly string[];
  readonly stdout: string;
}

function report(changes: Partial<SummaryContext>, summary: Parameters<typeof reportSummary>[0] = SUMMARY): Report {
  const lines: string[] = [];
  let stdout = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  reportSummary(summary, {
    scenario: { name: 'classic' },
    seed: 7,
    ledger: true,
    deterministic: false,
    resumed: undefined,
    options: { scenario: 'classic', set: [], json: false },
    directory: '/runs/logs',
    journal: { state: 'closed', failure: undefined, upkeepFailure: undefined, bytesBuffered: 0, files: { 'metrics.jsonl': FILE } },
    logger: { info: (line) => lines.push(line) },
    ...changes,
  });
  return { lines, stdout };
}

const FAILED: SummaryContext['journal'] = {
  state: 'closed',
  upkeepFailure: undefined,
  failure: { file: 'metrics.jsonl', code: 'ENOSPC', message: 'no space left on device' },
  bytesBuffered: 0,
  files: { 'events.jsonl': { ...FILE, recordsDropped: 2 }, 'metrics.jsonl': { ...FILE, recordsDropped: 3 } },
};

describe('the summary of a run', () => {
  it('says what was done, where it is recorded and how to repeat it, and nothing on stdout', () => {
    expect(report({})).toEqual({
      lines: [
        'completed: 200 turns in 0.50 s (400/s), 40 of 50 attempts completed.',
        'Journal: /runs/logs',
        'Again: npx tradesim run --scenario classic --seed 7 --turns 200',
      ],
      stdout: '',
    });
  });

  it('repeats a scenario file and single fields as they were typed, quoted for a shell', () => {
    const options = {
      scenario: 'my markets/a.yaml',
      set: ['companies.count=5', "description=it's"],
      json: false,
    };
    expect(report({ scenario: { name: 'a' }, options }).lines.at(-1)).toBe(
      `Again: npx tradesim run --scenario 'my markets/a.yaml' --set companies.count=5 --set 'description=it'\\''s' --seed 7 --turns 200`,
    );
  });

  it('counts what was made by this process, and offers no repetition, when the run has gone on', () => {
    expect(report({ resumed: {} }, { ...SUMMARY, turnsBefore: 150 }).lines).toEqual([
      'completed: 50 turns after 150 in 0.50 s (100/s), 40 of 50 attempts completed.',
      'Journal: /runs/logs',
    ]);
  });

  it('offers no repetition of a run without a turn', () => {
    expect(report({}, { ...SUMMARY, reason: 'terminated', turns: 0 }).lines.join('\n')).not.toContain('Again');
  });

  it('counts what a failed journal has lost, and does not repeat the error', () => {
    expect(report({ journal: FAILED }).lines[1]).toBe('Journal: /runs/logs (failed, 5 records lost)');
  });

  it('is one JSON object on stdout with --json', () => {
    const { stdout } = report({ options: { scenario: 'classic', set: [], json: true } });
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(JSON.parse(stdout)).toEqual({
      reason: 'completed',
      turns: 200,
      attempts: 50,
      transactions: 40,
      seconds: 0.5,
      scenario: 'classic',
      seed: 7,
      journal: {
        directory: '/runs/logs',
        state: 'closed',
        files: [{ file: 'metrics.jsonl', recordsWritten: 10, recordsDropped: 0, bytesWritten: 100 }],
      },
    });
  });

  it('calls a failed journal failed in JSON too', () => {
    const { stdout } = report({
      journal: FAILED,
      options: { scenario: 'classic', set: [], json: true },
    });
    expect((JSON.parse(stdout) as { journal: { state: string } }).journal.state).toBe('failed');
  });
});
