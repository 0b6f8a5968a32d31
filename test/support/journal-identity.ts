/** Names a sample by its sorted labels, so that both sides agree whatever their order of labels. */
export function identity(name: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels)
    .filter(([label]) => !['__name__', 'job', 'instance'].includes(label))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${name} ${JSON.stringify(sorted)}`;
}

export function identityOfKey(key: string): string {
  const [, name, text = ''] = /^([^{]+)(?:\{(.*)\})?$/s.exec(key)!;
  const labels = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [
    label!,
    JSON.parse(`"${value!}"`) as string,
  ]);
  return identity(name!, Object.fromEntries(labels) as Record<string, string>);
}
