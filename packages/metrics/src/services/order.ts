import { MetricsError } from '../model/errors.ts';

/**
 * Orders metrics so that each comes after those it reads; otherwise the order stays as given. A metric may read itself.
 * @throws {MetricsError} ERR_COMPUTE when metrics read each other in a circle, with its members.
 */
export function readingOrder(reads: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (ordered.has(name)) return;
    const start = path.indexOf(name);
    if (start !== -1) throw circle([...path.slice(start), name]);
    for (const read of reads.get(name) ?? []) if (read !== name) visit(read, [...path, name]);
    ordered.add(name);
  };
  for (const name of reads.keys()) visit(name, []);
  return [...ordered];
}

function circle(members: readonly string[]): MetricsError {
  return new MetricsError(
    'ERR_COMPUTE',
    `Metrics read each other in a circle: ${members.join(' reads ')}. Let one of them compute from the snapshot alone.`,
  );
}
