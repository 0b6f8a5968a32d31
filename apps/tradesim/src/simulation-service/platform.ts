/** What a run was made on. */
export interface Platform {
  /** Version of Node.js, without the `v`. */
  readonly node: string;
  /** The operating system, as `linux`. */
  readonly os: string;
  /** The kind of processor, as `x64`. */
  readonly arch: string;
}

export function platformOf({ versions, platform, arch }: Pick<NodeJS.Process, 'versions' | 'platform' | 'arch'>): Platform {
  return { node: versions.node, os: platform, arch };
}
