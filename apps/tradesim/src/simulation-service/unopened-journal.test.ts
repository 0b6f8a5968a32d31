import { describe, expect, it } from 'vitest';
import { UnopenedJournal, isDiskFailure } from './unopened-journal.ts';

function fault(code: string): Error {
  return new Error('outer', { cause: Object.assign(new Error(code), { code }) });
}

describe('a journal that could not be opened', () => {
  it('has failed, and counts what is lost', async () => {
    const journal = new UnopenedJournal(fault('EROFS'));
    journal.append('metrics.jsonl', '{"seq":1}');
    journal.append('metrics.jsonl', '{"seq":2}');
    journal.append('events.jsonl', '{}');
    await journal.ready();
    await journal.close();
    const { state, failure, files } = journal.statistics();
    expect({ state, failure }).toMatchObject({ state: 'failed', failure: { code: 'EROFS', message: 'outer' } });
    expect(files['metrics.jsonl']).toMatchObject({ recordsDropped: 2, bytesDropped: 20, recordsWritten: 0 });
    expect(files['events.jsonl'].recordsDropped).toBe(1);
    expect(files['transactions.jsonl'].recordsDropped).toBe(0);
    expect(journal.isFull).toBe(false);
  });

  it.each(['EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EPERM'])('%s is a failure of the disk, which a run survives', (code) => {
    expect(isDiskFailure(fault(code))).toBe(true);
  });

  it.each(['ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'EMFILE'])('%s is not: the directory was a wrong one', (code) => {
    expect(isDiskFailure(fault(code))).toBe(false);
  });

  it('an error without a code is not', () => {
    expect(isDiskFailure(new Error('EROFS'))).toBe(false);
    expect(isDiskFailure('EROFS')).toBe(false);
  });
});
