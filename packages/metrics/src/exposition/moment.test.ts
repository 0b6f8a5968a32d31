import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import { Document } from './document.ts';
import { Moment } from './moment.ts';
import { encodeOpenMetrics, encodeText, textOf } from './text.ts';

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
    const moment = Moment.copied(families);
    replace();
    expect(textOf(begun(moment))).toBe(expected);
    expect(await registry.metrics()).toContain('level{id="other 199"} -1');
  });

  it('is what a document shows to its end, when the series are moved together while it is half read', async () => {
    const { replace } = fill(2000);
    const families = await registry.gather();
    const expected = encodeText(families);
    const moment = Moment.copied(families);
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
      moments.push({ document: begun(Moment.copied(families)), chunk: new ByteBuffer(0), expected: encodeText(families) });
    }
    for (let turn = 0, open = 5; open > 0; turn++) {
      open = moments.filter(({ document, chunk }) => document.appendNext(chunk)).length;
      if (turn === 3) replace();
    }
    expect(moments.map(({ chunk }) => new TextDecoder().decode(chunk.view()))).toEqual(moments.map(({ expected }) => expected));
  });

  it('is what its documents show whichever others are taken, read, and leave their memory', async () => {
    const step = fc.record({ kind: fc.constantFrom('write', 'remove', 'clear', 'take', 'take', 'read', 'read', 'finish'), n: fc.nat(400) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
        const level = new Registry().gauge({ name: 'level', help: 'h', labelNames: ['id'] });
        const write = (id: number, value: number): void => level.labels({ id: String(id) }).set(value);
        const open: { readonly moment: Moment; readonly document: Document; readonly chunk: ByteBuffer; readonly expected: string }[] = [];
        for (let id = 0; id < 200; id++) write(id, id);
        const finish = (n: number): void => {
          const [reader] = open.splice(n % open.length, 1);
          while (reader!.document.appendNext(reader!.chunk));
          reader!.moment.release();
          expect(new TextDecoder().decode(reader!.chunk.view())).toBe(reader!.expected);
        };
        for (const { kind, n } of steps) {
          if (kind === 'write') for (let id = 0; id < n; id++) write(id, n * id);
          else if (kind === 'remove') for (let id = n; id < n + 90; id++) level.remove({ id: String(id) });
          else if (kind === 'clear') level.clear();
          else if (kind === 'take') {
            const moment = Moment.copied([level]);
            open.push({ moment, document: begun(moment), chunk: new ByteBuffer(0), expected: encodeText([level]) });
          } else if (open.length > 0 && kind === 'read') open[n % open.length]!.document.appendNext(open[n % open.length]!.chunk);
          else if (open.length > 0) finish(n);
        }
        while (open.length > 0) finish(0);
      }),
    );
  });

  it('is what a document shows of a metric that OpenMetrics splits into blocks, when it has changed since', async () => {
    const { replace } = fill(200);
    registry.gauge({ name: 'wait_created', help: 'Has the histogram be shown as unknown.' });
    registry
      .child({ labels: { shop: 'b' } })
      .summary({ name: 'size', help: 'h', quantiles: [0.5] })
      .observe(1);
    registry
      .child({ labels: { shop: 'a' } })
      .summary({ name: 'size', help: 'h', quantiles: [0.5] })
      .observe(-1);
    registry.gauge({ name: 'size_created', help: 'Has the summary be shown as unknown.' });
    const families = await registry.gather();
    const expected = encodeOpenMetrics(families);
    expect(expected).toContain('# TYPE wait_bucket unknown\n');
    expect(expected).toContain('# TYPE size unknown\n');
    const moment = Moment.copied(families);
    replace();
    for (const shop of ['a', 'b'])
      registry
        .child({ labels: { shop } })
        .summary({ name: 'size', help: 'h', quantiles: [0.5] })
        .observe(5);
    expect(textOf(new Document(moment, version1('openmetrics', 'underscores')))).toBe(expected);
  });

  it('in which a metric was withheld shows it neither then nor later', async () => {
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'] });
    level.labels({ id: 'a' }).set(1);
    level.withheld = true;
    const moment = Moment.copied(await registry.gather());
    level.withheld = false;
    expect(textOf(begun(moment))).toBe('');
    expect(level.get()).toHaveLength(1);
  });

  it('shows nothing of a metric that was withheld, and what came to be withheld later', async () => {
    const [early, late] = [registry.gauge({ name: 'early', help: 'h' }), registry.gauge({ name: 'late', help: 'h' })];
    early.family.withheld = true;
    const moment = Moment.copied(await registry.gather());
    early.family.withheld = false;
    late.family.withheld = true;
    expect(textOf(begun(moment))).toBe('# HELP late h\n# TYPE late gauge\nlate 0\n');
  });
});
