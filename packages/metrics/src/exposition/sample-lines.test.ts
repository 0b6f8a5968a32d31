import { describe, expect, it } from 'vitest';
import type { StoredFamily } from '../model/family.ts';
import { Registry } from '../registry/registry.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import { layOut } from './document-layout.ts';
import { ESCAPING_SCHEMES } from './escape-name.ts';
import { notationOf } from './sample-lines.ts';

const EXPOSITIONS = [TEXT_0_0_4, ...ESCAPING_SCHEMES.map((scheme) => version1('openmetrics', scheme))];

describe('notationOf', () => {
  it('is the same for every escaping where nothing needs to be escaped, so that lines are kept once', async () => {
    const registry = new Registry({ nameValidation: 'utf8' });
    registry.gauge({ name: 'stock', help: 'h', labelNames: ['place'] });
    registry.gauge({ name: 'rest', help: 'h', labelNames: ['pl.ace'] });
    const families = (await registry.gather()) as readonly StoredFamily[];
    const notations = EXPOSITIONS.map((exposition) =>
      layOut(families, exposition).map((layout, i) => notationOf(families[i]!, layout, exposition, true)),
    );
    expect(new Set(notations.map(([stock]) => JSON.stringify({ ...stock, format: '' }))).size).toBe(1);
    expect(notations.map(([, rest]) => rest!.escaping)).toEqual(['underscores', 'allow-utf-8', 'underscores', 'dots', 'values']);
  });

  it('has created timestamps in OpenMetrics only, and of what counts only', async () => {
    const registry = new Registry();
    registry.counter({ name: 'orders_total', help: 'h' });
    registry.gauge({ name: 'stock', help: 'h' });
    const families = (await registry.gather()) as readonly StoredFamily[];
    const createdNames = [TEXT_0_0_4, version1('openmetrics', 'dots')].map((exposition) =>
      layOut(families, exposition).map((layout, i) => notationOf(families[i]!, layout, exposition, true).createdName),
    );
    expect(createdNames).toEqual([
      [undefined, undefined],
      ['orders', undefined],
    ]);
  });
});
