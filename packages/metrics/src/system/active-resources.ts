import type { GaugeFamily, GaugeHandle } from '../instruments/gauge.ts';
import type { CollectorGroup } from './collector-group.ts';

/** Types beyond this many are counted together as `other`, so that the sum stays right. */
const MAX_TYPES = 50;
const OTHER = 'other';

/** Methods of `process` that are not documented; prom-client's gauges are made of them. */
interface ProcessInternals {
  readonly _getActiveHandles?: () => readonly unknown[];
  readonly _getActiveRequests?: () => readonly unknown[];
}

/** What keeps the event loop alive, counted by type. */
export const activeResources: CollectorGroup = (factory) => {
  const internals: ProcessInternals = process as unknown as ProcessInternals;
  const sources = [
    ['nodejs_active_resources', 'Resources that keep the event loop alive, by type.', () => process.getActiveResourcesInfo()],
    [
      'nodejs_active_handles',
      'Open handles of the event loop, by the name of their class.',
      internals._getActiveHandles && (() => internals._getActiveHandles!().map(className)),
    ],
    [
      'nodejs_active_requests',
      'Requests under way in the event loop, by the name of their class.',
      internals._getActiveRequests && (() => internals._getActiveRequests!().map(className)),
    ],
  ] as const;
  const updates = sources.flatMap(([name, help, types]) => {
    if (types === undefined) return [];
    const setCounts = typeCounts(factory.gauge({ name, help, labelNames: ['type'] }));
    return [() => setCounts(types())];
  });
  factory.addCollector({ name: 'active_resources', collect: () => updates.forEach((update) => update()) });
  return undefined;
};

/** Returns a function that shows how often each type occurs; types that have gone are shown as 0. */
export function typeCounts(gauge: GaugeFamily<{ readonly type: string }>): (types: Iterable<string>) => void {
  const handles = new Map<string, GaugeHandle>();
  return (types) => {
    for (const handle of handles.values()) handle.set(0);
    for (const type of types) {
      const shown = handles.has(type) || handles.size < MAX_TYPES - 1 ? type : OTHER;
      let handle = handles.get(shown);
      if (handle === undefined) handles.set(shown, (handle = gauge.labels({ type: shown })));
      handle.inc();
    }
  };
}

function className(object: unknown): string {
  const name: unknown = typeof object === 'object' && object !== null ? object.constructor?.name : undefined;
  return typeof name === 'string' && name !== '' ? name : OTHER;
}
