import { expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { collectSystemMetrics } from './system-metrics.ts';

it('the version of Node.js is a label', async () => {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: ['version'] });
  const [major, minor, patch] = process.versions.node.split(/[.-]/);
  expect(await registry.metrics()).toContain(
    `nodejs_version_info{version="v${process.versions.node}",major="${major}",minor="${minor}",patch="${patch}"} 1\n`,
  );
});
