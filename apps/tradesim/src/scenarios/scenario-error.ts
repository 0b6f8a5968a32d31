/** Raised when a scenario cannot be used. Each problem is one line that says where, what was expected, what was found and how to mend it. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
