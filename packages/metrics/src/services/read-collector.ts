import type { CollectorSignal } from '../model/abort-signal.ts';
import type { Collector } from '../model/collector.ts';
import { isPromiseLike } from '../model/promise-like.ts';
import type { ReadAtScrape } from './defined-metrics.ts';
import type { AnyComputed, ComputeContext } from './definition.ts';

/** What becomes of a reading. */
export interface ReadOutcome {
  readonly succeeded: (metric: string) => void;
  readonly failed: (metric: string, cause: unknown) => void;
}

const NO_CONTEXT: ComputeContext<string, AnyComputed> = {
  history: {},
  shared: () => {
    throw new Error('nothing is shared where values are read at scrapes');
  },
};

/** Returns the collector that reads a metric: what is thrown costs this metric alone, and so does taking too long. */
export function readCollector({ name, metric, definition }: ReadAtScrape, outcome: ReadOutcome): Collector {
  const { read, timeoutSeconds } = definition.options;
  const attempt = (use: () => void): void => {
    try {
      use();
      outcome.succeeded(name);
    } catch (cause) {
      outcome.failed(name, cause);
    }
    metric.publish();
    metric.parts.published?.show();
  };
  const show = (value: AnyComputed): void => attempt(() => metric.compute(value, NO_CONTEXT));
  const fail = (cause: unknown): void => attempt(() => metric.fail(cause));
  return {
    name,
    metrics: [name],
    ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    collect: (signal: CollectorSignal) => {
      let value;
      try {
        value = read!(signal);
      } catch (cause) {
        return fail(cause);
      }
      if (!isPromiseLike(value)) return show(value);
      return settle(value, signal, { show, fail });
    },
  };
}

/** What comes after it was given up is not shown: a later reading may have been. */
function settle(
  value: Promise<AnyComputed>,
  signal: CollectorSignal,
  { show, fail }: { readonly show: (value: AnyComputed) => void; readonly fail: (cause: unknown) => void },
): Promise<void> {
  const giveUp = (): void => fail(signal.reason);
  signal.addEventListener('abort', giveUp);
  const unlessGivenUp =
    <Argument>(use: (argument: Argument) => void) =>
    (argument: Argument): void => {
      if (!signal.aborted) use(argument);
      signal.removeEventListener('abort', giveUp);
    };
  return value.then(unlessGivenUp(show), unlessGivenUp(fail));
}
