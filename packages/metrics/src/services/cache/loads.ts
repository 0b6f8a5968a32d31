import type { MetricsError } from '../../model/errors.ts';
import { report } from '../../model/report.ts';
import { loadAnswer } from './answer.ts';
import type { Answer, Load, Measures } from './answer.ts';
import { refreshError } from './cache-errors.ts';
import { Computation } from './computation.ts';
import type { Entries, Entry } from './entries.ts';
import type { Question } from './question.ts';
import { RunningLoad } from './running-load.ts';

/** A refresh that has failed is tried again after a second at the earliest, so that a source that is down is not stormed. */
const RETRY_SECONDS = 1;

export interface LoadsOptions extends Measures {
  readonly entries: Entries;
  readonly onError: ((error: MetricsError) => void) | undefined;
}

/** The loads of a cache: at most one of a key can be joined, and its answer is the one that is kept. */
export class Loads {
  readonly #options: LoadsOptions;

  constructor(options: LoadsOptions) {
    this.#options = options;
  }

  /** Waits, with `asker` if there is one, for the load of a key; begins it if none runs that has read nothing but what is current. */
  join(question: Question, load: Load, asker: Computation | undefined): Promise<Answer> {
    const entry = this.#options.entries.obtain(question.key);
    const joinable = joinableOf(entry);
    const running = joinable ?? this.#create(question);
    asker?.waitFor(running.computation, load.options.ttlSeconds);
    if (joinable === undefined) this.#begin(entry, running, load);
    return running.answer;
  }

  /** Has the answer of an entry loaded anew, unless that is going on, or has just failed. */
  refresh(entry: Entry, question: Question, load: Load): void {
    const { clock, onError } = this.#options;
    if (joinableOf(entry) !== undefined || clock.monotonic() < entry.refreshAt) return;
    const running = this.#create(question);
    this.#begin(entry, running, load);
    running.answer.catch((cause: unknown) => {
      entry.refreshAt = clock.monotonic() + RETRY_SECONDS;
      report(refreshError(question, cause), onError);
    });
  }

  #create(question: Question): RunningLoad {
    return new RunningLoad(new Computation(question, this.#options.clock.monotonic()));
  }

  /** The entry knows the load before it begins, so that whoever it calls finds it. */
  #begin(entry: Entry, running: RunningLoad, load: Load): void {
    entry.running = running;
    running.settle(this.#settled(entry, running, load));
  }

  async #settled(entry: Entry, running: RunningLoad, load: Load): Promise<Answer> {
    const { entries } = this.#options;
    try {
      const answer = await loadAnswer(running.computation, load, this.#options);
      if (entry.running === running && !answer.trace.isForAskersOnly) entry.answer = answer;
      return answer;
    } finally {
      if (entry.running === running) entry.running = undefined;
      if (entry.answer === undefined && entry.running === undefined && entries.has(entry)) entries.remove(entry.key);
    }
  }
}

/** A load that has read what has changed since is for those who asked before. */
function joinableOf({ running }: Entry): RunningLoad | undefined {
  return running?.computation.isJoinable() === true ? running : undefined;
}
