/** Paths of modules to the paths of the modules they import. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Returns the cycles that a depth-first walk closes: none exactly when there is no cycle. Each begins and ends with the same path. */
export function cyclesOf(graph: ImportGraph): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file) || path.includes(file)) return;
    path.push(file);
    for (const imported of graph.get(file) ?? []) walk(imported);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return cycles;
}
