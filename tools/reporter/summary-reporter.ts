import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Ends the output of a test run with a line of its own, `N passed, N failed, N skipped`, after the skipped tests and their reasons. */
export class SummaryReporter implements Reporter {
  readonly #print: (line: string) => void;

  /** @param print Writes one line. Default: to stdout. */
  constructor(print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)) {
    this.#print = print;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    for (const line of summaryLines(modules, unhandledErrors.length)) this.#print(line);
  }
}

/** Errors outside a test (a file that cannot be loaded, a hook of a suite, a lost promise) count as failed, so 0 failed means that all is well. */
function summaryLines(modules: readonly TestModule[], unhandledErrors: number): string[] {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const skipped = tests.filter((test) => test.result().state === 'skipped');
  const passed = tests.filter((test) => test.result().state === 'passed');
  const failedTests = tests.length - skipped.length - passed.length;
  const failed = failedTests + unhandledErrors + sum(modules.map(errorsOutsideTests));
  return [...skipped.map(skippedLine), `${passed.length} passed, ${failed} failed, ${skipped.length} skipped`];
}

function errorsOutsideTests(module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return module.errors().length + sum(suites.map((suite) => suite.errors().length));
}

function skippedLine(test: TestCase): string {
  const result = test.result();
  const reason = result.state === 'skipped' ? result.note : undefined;
  return `skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reason ?? "no reason given; skip with context.skip('reason')"}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
