import type { Sample } from '../model/family.ts';
import type { Family } from './family.ts';

/** A metric without labels: the one series of a family. */
export abstract class SoleSeries<Handle, Whole extends Family<Handle>> {
  /** The metric as an exposition sees it. */
  readonly family: Whole;
  /** What writes the only series. */
  protected readonly series: Handle;

  constructor(family: Whole) {
    this.family = family;
    this.series = family.resolve({});
  }

  /** The name the metric was defined with, its prefix included. */
  get name(): string {
    return this.family.name;
  }

  /** Sets the metric back to what it began with: values to 0, states to none, observations to none, counting from now. */
  reset(): void {
    this.family.reset();
  }

  /** Returns the samples as plain data, for tests; the quantiles of a summary as of the last exposition. */
  get(): Sample[] {
    return this.family.get();
  }
}
