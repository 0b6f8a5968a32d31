import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { leaves } from './field-paths.ts';
import { loadScenario } from './load-scenario.ts';
import { renderScenarioReference } from './reference-page.ts';

describe('reference page of scenario files', () => {
  it('is current in docs/reference/scenario.md', async () => {
    await expect(renderScenarioReference()).toMatchFileSnapshot('../../../../docs/reference/scenario.md');
  });
  it('has a row for every field', () => {
    const page = renderScenarioReference();
    const names = leaves.map(([path]) => {
      if (path.at(-1) === 'max') return '`.max`';
      return path.at(-1) === 'min' ? `| \`${path.slice(-2).join('.')}\`,` : `| \`${path.at(-1)}\` |`;
    });
    expect(names.filter((name) => !page.includes(name))).toEqual([]);
  });
  it('shows the preset as a complete scenario file', () => {
    const blocks = [...renderScenarioReference().matchAll(/```yaml\n([^]*?)```/g)].map(([, block]) => parse(block ?? '') as unknown);
    expect(blocks.at(-1)).toEqual(loadScenario({ overrides: [] }));
  });
});
