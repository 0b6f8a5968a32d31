import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { TEXT_0_0_4 } from './content-type.ts';
import { Document } from './document.ts';
import { Moment } from './moment.ts';
import { encodeText, textOf } from './text.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

/** So many series of each kind with one line and with several. */
function fill(count: number) {
  const options = { help: 'h', labelNames: ['id'] } as const;
  const level = registry.gauge({ ...options, name: 'level' });
  const wait = registry.histogram({ ...options, name: 'wait', buckets: [1] });
  for (let id = 0; id < count; id++) {
    level.labels({ id: String(id) }).set(id);
    wait.labels({ id: String(id) }).observe(id);
  }
  return {
    /** Has the tables be replaced, and other series stand in the rows of these. */
    replace: (): void => {
      const { table } = level;
      for (const family of [level, wait]) family.clear();
      for (let id = 0; id < count; id++) {
        level.labels({ id: `other ${id}` }).set(-1);
        wait.labels({ id: `other ${id}` }).observe(-1);
      }
      expect(level.table).not.toBe(table);
    },
  };
}

function begun(moment: Moment): Document {
  return new Document(moment, TEXT_0_0_4);
}

describe('a moment', () => {
  it('is what a document shows that is begun later, when its series have been removed and others moved together', async () => {
    const { replace } = fill(200);
    const families = await registry.gather();
    const expected = encodeText(families);
    const moment = new Moment(families);
    replace();
    expect(textOf(begun(moment))).toBe(expected);
    expect(await registry.metrics()).toContain('level{id="other 199"} -1');
  });

  it('is what a document shows to its end, when the series are moved together while it is half read', async () => {
    const { replace } = fill(2000);
    const families = await registry.gather();
    const expected = encodeText(families);
    const moment = new Moment(families);
    const half = begun(moment);
    const chunk = new ByteBuffer(0);
    while (chunk.length < expected.length / 2) half.appendNext(chunk);
    replace();
    expect(await registry.metrics()).not.toBe(expected);
    const whole = textOf(begun(moment));
    while (half.appendNext(chunk));
    expect(new TextDecoder().decode(chunk.view())).toBe(expected);
    expect(whole).toBe(expected);
  });

  it('is kept apart from others of the same series, read by turns', async () => {
    const { replace } = fill(300);
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'] });
    const moments: { readonly document: Document; readonly chunk: ByteBuffer; readonly expected: string }[] = [];
    for (let round = 0; round < 5; round++) {
      for (let id = 0; id < 300; id += 1 + round) level.labels({ id: String(id) }).set(id * 10 ** round * (id % 2 === 0 ? 1 : -0.5));
      for (let id = round; id < 300; id += 97) level.remove({ id: String(id) });
      level.labels({ id: `new ${round}` });
      const families = await registry.gather();
      moments.push({ document: begun(new Moment(families)), chunk: new ByteBuffer(0), expected: encodeText(families) });
    }
    for (let turn = 0, open = 5; open > 0; turn++) {
      open = moments.filter(({ document, chunk }) => document.appendNext(chunk)).length;
      if (turn === 3) replace();
    }
    expect(moments.map(({ chunk }) => new TextDecoder().decode(chunk.view()))).toEqual(moments.map(({ expected }) => expected));
  });

  it('in which a metric was withheld shows it neither then nor later', async () => {
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'] });
    level.labels({ id: 'a' }).set(1);
    level.withheld = true;
    const moment = new Moment(await registry.gather());
    level.withheld = false;
    expect(textOf(begun(moment))).toBe('');
    expect(level.get()).toHaveLength(1);
  });
});
