import type { CollectorGroup } from './collector-group.ts';

/** When this process began. Fixed at the definition, so that later changes of the wall clock do not move it. */
export const processStart: CollectorGroup = (factory) => {
  factory
    .gauge({ name: 'process_start_time_seconds', help: 'Start of the process in Unix seconds.' })
    .set(Date.now() / 1000 - process.uptime());
  return undefined;
};
