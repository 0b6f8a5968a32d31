/** A piece of code from documentation, meant to be run as it stands. */
export interface Example {
  /** Path of the document or source, relative to the root of the workspace, with `/`. */
  readonly path: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
}
