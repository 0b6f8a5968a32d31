import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { TEXT_0_0_4 } from './content-type.ts';
import { Document } from './document.ts';
import { Moment } from './moment.ts';
import { textOf } from './text.ts';

describe('a moment', () => {
  it('is shown as it was to who begins a document later, although the series have been moved together since', async () => {
    const registry = new Registry();
    const visits = registry.counter({ name: 'visits_total', help: 'h', labelNames: ['id'] });
    const waits = registry.histogram({ name: 'waits', help: 'h', labelNames: ['id'], buckets: [1] });
    for (let id = 0; id < 100; id++) {
      visits.labels({ id: String(id) }).inc(id);
      waits.labels({ id: String(id) }).observe(id);
    }
    const families = await registry.gather();
    const before = await registry.metrics();
    const moment = new Moment(families);
    for (let id = 0; id < 90; id++) for (const family of [visits, waits]) family.remove({ id: String(id) });
    visits.labels({ id: 'new' });
    expect(visits.table.rowCount, 'moved together').toBeLessThan(100);
    expect(textOf(new Document(moment, TEXT_0_0_4))).toBe(before);
  });

  it('shows nothing of a metric that was withheld, and what came to be withheld later', async () => {
    const registry = new Registry();
    const [early, late] = [registry.gauge({ name: 'early', help: 'h' }), registry.gauge({ name: 'late', help: 'h' })];
    early.family.withheld = true;
    const moment = new Moment(await registry.gather());
    early.family.withheld = false;
    late.family.withheld = true;
    expect(textOf(new Document(moment, TEXT_0_0_4))).toBe('# HELP late h\n# TYPE late gauge\nlate 0\n');
  });
});
