/** What the process says when it ends. */
export const EXIT = {
  done: 0,
  crashed: 1,
  /** Wrong use or bad configuration. */
  usage: 2,
  interrupted: 130,
  terminated: 143,
} as const;
