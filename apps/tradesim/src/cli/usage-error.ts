/** Wrong use or bad configuration: the message is all a person needs, so it is shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
