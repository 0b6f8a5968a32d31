/** Which answer is asked for. */
export interface Question {
  readonly cache: { readonly name: string };
  readonly key: string;
}

/** How messages call an answer. */
export function subjectOf({ cache, key }: Question): string {
  return `Cache ${JSON.stringify(cache.name)}, key ${JSON.stringify(key)}`;
}
