import type { CollectorGroup } from './collector-group.ts';

/** The version of Node.js, as labels of a gauge that is always 1. */
export const nodeVersion: CollectorGroup = (factory) => {
  const [major = '', minor = '', patch = ''] = process.version.match(/\d+/g) ?? [];
  factory
    .gauge({ name: 'nodejs_version_info', help: 'Version of Node.js.', labelNames: ['version', 'major', 'minor', 'patch'] })
    .labels({ version: process.version, major, minor, patch })
    .set(1);
  return undefined;
};
