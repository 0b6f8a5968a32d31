/**
 * Delays of the event loop, under the names prom-client gives them, with two differences. A monitor of Node.js records
 * the time between two firings of a timer, so an idle loop shows the timer's interval (10 ms) as its delay; here the
 * interval is subtracted. And `nodejs_eventloop_lag_seconds` is one iteration of the loop before the exposition is
 * rendered, so it never contains the rendering of this or the last scrape (client_js#561); the statistics beside it
 * contain every delay, whatever caused it.
 *
 * The timer counts whole milliseconds: an idle loop shows up to about one. Percentiles are shares of samples, not of
 * time: one second of blocking is one sample, as many as ten idle milliseconds; the maximum shows it. A scrape waits for
 * two iterations of the loop, and spends about 0.4 ms on the statistics, most of it on mean and standard deviation.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CollectorGroup } from './collector-group.ts';
import { delayStatistics } from './delay-statistics.ts';
import { DelayWindow } from './delay-window.ts';
import { iterationSeconds } from './loop-iteration.ts';
import { measuredGauge } from './measured-gauge.ts';

export const eventLoop: CollectorGroup = (factory, { eventLoopPrecisionMs, eventLoopWindowSeconds, clock }) => {
  const monotonic = (): number => clock.monotonic();
  const lag = measuredGauge(
    factory,
    'nodejs_eventloop_lag_seconds',
    'Time of one iteration of the event loop in seconds, measured at the scrape.',
  );
  const gauges = delayStatistics.map(({ name, title, seconds }) => {
    const help = `${title} event-loop delay of the last ${eventLoopWindowSeconds} seconds or more, in seconds.`;
    return { seconds, gauge: measuredGauge(factory, `nodejs_eventloop_lag_${name}_seconds`, help) };
  });
  const createMonitor = (): ReturnType<typeof monitorEventLoopDelay> => monitorEventLoopDelay({ resolution: eventLoopPrecisionMs });
  const window = new DelayWindow(createMonitor, { windowSeconds: eventLoopWindowSeconds, monotonic });
  factory.addCollector({
    name: 'event_loop',
    async collect() {
      lag.set(await iterationSeconds(monotonic));
      const record = window.read();
      for (const { seconds, gauge } of gauges) gauge.set(seconds(record, eventLoopPrecisionMs * 1e6));
    },
  });
  return () => window.stop();
};
