/** Makes turns for an application that has none of its own: at intervals, or when somebody scrapes. */
import { MetricsError, quoted } from '../model/errors.ts';
import type { Collector } from '../model/collector.ts';
import { afterDelay } from '../timing/after-delay.ts';
import { SnapshotTaking } from './snapshot-taking.ts';
import type { SnapshotUse, TakeSnapshot } from './snapshot-taking.ts';

/** How turns are made. */
export interface TurnSourceOptions {
  /** How long an asynchronous snapshot may take; it is given up then. A finite number > 0. Default: 10. */
  readonly timeoutSeconds?: number;
}

/** What makes a turn of a snapshot. */
export interface TurnMaker<Snapshot> extends SnapshotUse<Snapshot> {
  /** Monotonic seconds. */
  readonly monotonic: () => number;
}

const DEFAULT_TIMEOUT_SECONDS = 10;

/**
 * Makes a turn now, and the others `seconds` apart, or later where one takes longer. Returns what ends that.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function makeTurnsEvery<Snapshot>(
  maker: TurnMaker<Snapshot>,
  {
    seconds,
    take,
    timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
  }: TurnSourceOptions & { readonly seconds: number; readonly take: TakeSnapshot<Snapshot> },
): () => void {
  checkSeconds('computeEvery', { seconds, timeoutSeconds });
  const taking = new SnapshotTaking(take, timeoutSeconds);
  const ending = new AbortController();
  let cancel = (): void => undefined;
  let due = maker.monotonic();
  const makeTurn = async (): Promise<void> => {
    await taking.use(ending.signal, maker);
    if (ending.signal.aborted) return;
    const now = maker.monotonic();
    due = Math.max(due + seconds, now);
    cancel = afterDelay((due - now) * 1000, () => void makeTurn());
  };
  void makeTurn();
  return () => {
    cancel();
    ending.abort(new Error('no more turns are made'));
  };
}

/**
 * Returns a collector that makes a turn when the newest is older than `ttlSeconds`.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function turnsOnScrape<Snapshot>(
  maker: TurnMaker<Snapshot>,
  {
    name,
    ttlSeconds,
    take,
    timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
  }: TurnSourceOptions & { readonly name: string; readonly ttlSeconds: number; readonly take: TakeSnapshot<Snapshot> },
): Collector {
  checkSeconds('computeOnScrape', { ttlSeconds, timeoutSeconds });
  const taking = new SnapshotTaking(take, timeoutSeconds);
  let askedAt = -Infinity;
  return {
    name,
    // The snapshot is given up before the collector is.
    timeoutMs: timeoutSeconds * 1000 + 1000,
    collect: (signal) => {
      const now = maker.monotonic();
      if (now - askedAt < ttlSeconds) return undefined;
      return taking.use(signal, {
        taken: (snapshot) => {
          askedAt = now;
          maker.taken(snapshot);
        },
        failed: maker.failed,
      });
    },
  };
}

function checkSeconds(subject: string, given: Readonly<Record<string, unknown>>): void {
  for (const [option, seconds] of Object.entries(given)) {
    if (typeof seconds === 'number' && seconds > 0 && seconds < Infinity) continue;
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `MetricsServices, ${subject}: expected ${option} to be a finite number > 0, got ${quoted(seconds)}.`,
    );
  }
}
