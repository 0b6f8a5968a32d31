/** Where time comes from; tests hand in one they can move. */
export interface Clock {
  /** Wall time in Unix seconds. */
  now(): number;
  /** Seconds since an arbitrary start; never goes backwards. */
  monotonic(): number;
}
