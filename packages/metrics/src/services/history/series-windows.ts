import type { TurnValues } from './turn-values.ts';
import { CoMomentsWindow } from './windows/co-moments-window.ts';
import { DeviationsWindow } from './windows/deviations-window.ts';
import { ExtremesWindow } from './windows/extremes-window.ts';
import { RecentWindows } from './windows/recent-windows.ts';
import { SumWindow } from './windows/sum-window.ts';
import { TrendWindow } from './windows/trend-window.ts';
import { WeightedMeanWindow } from './windows/weighted-mean-window.ts';
import { WindowQuantiles } from './windows/window-quantiles.ts';

/** The windows of one series, by kind. */
export class SeriesWindows {
  readonly sums: RecentWindows<SumWindow> = new RecentWindows((values, turns) => new SumWindow(values, turns));
  readonly deviations: RecentWindows<DeviationsWindow> = new RecentWindows((values, turns) => new DeviationsWindow(values, turns));
  readonly extremes: RecentWindows<ExtremesWindow> = new RecentWindows((values, turns) => new ExtremesWindow(values, turns));
  readonly trends: RecentWindows<TrendWindow> = new RecentWindows((values, turns) => new TrendWindow(values, turns));
  readonly weightedMeans: RecentWindows<WeightedMeanWindow> = new RecentWindows((values, turns) => new WeightedMeanWindow(values, turns));
  /** With the times of the turns as x. */
  readonly timedTrends: RecentWindows<CoMomentsWindow>;
  /** With the other series as x. */
  readonly correlations: RecentWindows<CoMomentsWindow>;
  readonly quantiles: WindowQuantiles;

  constructor(values: TurnValues) {
    this.timedTrends = new RecentWindows((seconds, turns) => new CoMomentsWindow(seconds, values, turns));
    this.correlations = new RecentWindows((others, turns) => new CoMomentsWindow(others, values, turns));
    this.quantiles = new WindowQuantiles(values);
  }
}
