import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

describe('an info', () => {
  it('shows its labels on a sample that is 1, as a gauge in the text format', async () => {
    const build = registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version', 'commit'] });
    expect(await registry.metrics()).toBe('');
    build.set({ version: '1.2', commit: 'abc' });
    expect(await registry.metrics()).toBe(
      '# HELP shop_build_info Version.\n# TYPE shop_build_info gauge\nshop_build_info{version="1.2",commit="abc"} 1\n',
    );
    expect(encodeOpenMetrics(await registry.gather())).toBe(
      '# TYPE shop_build info\n# HELP shop_build Version.\nshop_build_info{version="1.2",commit="abc"} 1\n# EOF\n',
    );
  });

  it('shows what was set last, in the place of what was set before', () => {
    const build = registry.info({ name: 'build_info', help: 'h', labelNames: ['version'], maxSeries: 1 });
    for (const version of ['1', '2', '2']) build.set({ version });
    expect(build.get()).toEqual([{ name: 'build_info', labels: { version: '2' }, value: 1 }]);
    expect(build.family.overflowed).toBe(0);
  });

  it('keeps what it shows when the new labels are refused', () => {
    const build = registry.info({ name: 'build_info', help: 'h', labels: { channel: ['stable', 'beta'] } });
    build.set({ channel: 'beta' });
    expect(() => build.set({ channel: 'nightly' as 'beta' })).toThrow('expected one of "stable", "beta"');
    expect(build.get()).toEqual([{ name: 'build_info', labels: { channel: 'beta' }, value: 1 }]);
  });

  it('may show several label sets', () => {
    const nodes = registry.info({ name: 'node_info', help: 'h', labelNames: ['node'] });
    for (const node of ['a', 'b', 'c']) nodes.add({ node });
    expect([nodes.remove({ node: 'b' }), nodes.remove({ node: 'x' })]).toEqual([true, false]);
    expect(nodes.get().map(({ labels }) => labels['node'])).toEqual(['a', 'c']);
    nodes.clear();
    expect(nodes.get()).toEqual([]);
  });

  it('shows nothing at first and after clear(), also where all labels are closed', () => {
    const build = registry.info({ name: 'build_info', help: 'h', labels: { channel: ['stable', 'beta'] } });
    expect(build.get()).toEqual([]);
    build.set({ channel: 'beta' });
    build.clear();
    expect(build.get()).toEqual([]);
  });

  it('has a name that ends in _info, and labels', () => {
    expect(() => registry.info({ name: 'build', help: 'h', labelNames: ['version'] })).toThrow(
      'Info "build": expected a name that ends in "_info". Call it "build_info".',
    );
    expect(() => registry.info({ name: 'build_info', help: 'h' } as never)).toThrow(
      'Info "build_info": expected labelNames or labels, got none',
    );
  });
});
