/**
 * Makes of a name what people can read: without prefix, unit and `_total`, which a page shows elsewhere.
 * @param key the name without its prefix
 */
export function catalogueTitle(key: string, unit: string | undefined): string {
  const counted = withoutEnd(key, '_total');
  const words = (unit === undefined ? counted : withoutEnd(counted, `_${unit}`)).replaceAll(/_+/g, ' ').trim();
  return upperFirst(words === '' ? key : words);
}

/** Raises the first letter, whatever the language; a letter of two code units is one. */
export function upperFirst(text: string): string {
  return text.replace(/^./su, (first) => first.toUpperCase());
}

/** Takes the end away unless nothing else is left. */
function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) && text.length > end.length ? text.slice(0, -end.length) : text;
}
