import type { SlugRegistry } from './naming.ts';
import type { EconomyParameters } from './parameters.ts';
import type { Streams } from './streams.ts';

/** What the generation of every kind of entity works from. */
export interface GenerationOptions {
  readonly parameters: EconomyParameters;
  readonly streams: Streams;
  /** The slugs given out so far, over all kinds. */
  readonly slugs: SlugRegistry;
}
