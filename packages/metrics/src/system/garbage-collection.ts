import { PerformanceObserver } from 'node:perf_hooks';
import type { NodeGCPerformanceDetail, PerformanceEntry } from 'node:perf_hooks';
import type { CollectorGroup } from './collector-group.ts';
import { iterationEnd } from './loop-iteration.ts';

const KINDS = ['major', 'minor', 'incremental', 'weakcb'] as const;
type Kind = (typeof KINDS)[number];

/** V8's kinds of collection by the number Node.js reports; 2 is the mark-sweep of the young generation. */
const KIND_OF_NUMBER: ReadonlyMap<number | undefined, Kind> = new Map([
  [1, 'minor'],
  [2, 'minor'],
  [4, 'major'],
  [8, 'incremental'],
  [16, 'weakcb'],
]);

/** Every garbage collection of this thread, also those that ended just before the scrape. */
export const garbageCollection: CollectorGroup = (factory, { gcBuckets }) => {
  if (!observesGarbageCollection()) return undefined;
  const durations = factory.histogram({
    name: 'nodejs_gc_duration_seconds',
    help: 'Duration of garbage collections in seconds, by kind: major, minor, incremental or weakcb.',
    labels: { kind: KINDS },
    buckets: gcBuckets,
  });
  const observe = (entries: readonly PerformanceEntry[]): void => {
    for (const entry of entries) {
      const kind = kindOf(entry);
      if (kind !== undefined) durations.labels({ kind }).observe(entry.duration / 1000);
    }
  };
  const observer = new PerformanceObserver((list) => observe(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  factory.addCollector({
    name: 'gc',
    async collect() {
      await iterationEnd();
      observe(observer.takeRecords());
    },
  });
  return () => observer.disconnect();
};

function observesGarbageCollection(): boolean {
  const { supportedEntryTypes } = PerformanceObserver as unknown as { readonly supportedEntryTypes?: readonly string[] };
  return supportedEntryTypes?.includes('gc') ?? false;
}

function kindOf(entry: PerformanceEntry & { readonly detail?: NodeGCPerformanceDetail }): Kind | undefined {
  return KIND_OF_NUMBER.get(entry.detail?.kind);
}
