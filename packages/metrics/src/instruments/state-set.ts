import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import { subjectOf } from './identity.ts';
import type { AnyLabels, InstrumentContext, StateSetOptions } from './options.ts';
import { Series } from './series.ts';
import { SoleSeries } from './sole-series.ts';
import type { Slot } from './value-blocks.ts';

/** The handle of one series of states. */
export interface StateSetHandle<State extends string = string> {
  /**
   * Has exactly these states hold: one of an enumeration, any number of flags, none.
   * @throws {MetricsError} ERR_VALUE for a state that is not declared, unless the registry drops invalid values; the states stay as they were.
   */
  set(...states: readonly State[]): void;
}

/**
 * A state set with labels; its series are reached through `labels()`.
 * @example
 * const status = registry.stateSet({ name: 'shop_status', help: 'Status.', states: ['open', 'closed'], labelNames: ['city'] });
 * status.labels({ city: 'Bern' }).set('open');
 */
export class StateSetFamily<State extends string = string, Labels extends LabelSet = LabelSet> extends Family<
  StateSetHandle<State>,
  Labels
> {
  /** All states there can be, in the order of exposition; frozen. */
  readonly states: readonly State[];

  constructor(options: StateSetOptions<State> & AnyLabels, context: InstrumentContext) {
    const states = checkStates(options.states, subjectOf('stateset', options.name)) as readonly State[];
    super(options, context, {
      type: 'stateset',
      // One that can idle out counts its writes behind its states.
      width: states.length + (options.ttlSeconds === undefined ? 0 : 1),
      row: { kind: 'states', states, createdAt: undefined },
      reservedLabels: [options.name],
      overflowAddsUp: false,
    });
    this.states = states;
    this.initialize();
  }

  /** Reports a state that is none. */
  invalidState(state: unknown): void {
    const declared = this.states.map((each) => JSON.stringify(each)).join(', ');
    this.context.onInvalid(
      new MetricsError('ERR_VALUE', `${this.subject}: expected one of the states ${declared}, got ${quoted(state)}. Declare it in states.`),
    );
  }

  protected createHandle(slot: Slot, row: number): Series & StateSetHandle<State> {
    return new StateSetSeries(slot, row, this);
  }
}

type FamilyOf<State extends string> = Pick<StateSetFamily<State>, 'awaken' | 'invalidState' | 'states' | 'ttlSeconds'>;

class StateSetSeries<State extends string> extends Series implements StateSetHandle<State> {
  readonly #family: FamilyOf<State>;

  constructor(slot: Slot, row: number, family: FamilyOf<State>) {
    super(slot, row);
    this.#family = family;
  }

  set(...states: readonly State[]): void {
    const declared = this.#family.states;
    const odd = states.findIndex((state) => !declared.includes(state));
    if (odd >= 0) {
      this.#family.invalidState(states[odd]);
      return;
    }
    if (this.start < 0 && !this.#family.awaken(this)) return;
    for (let i = 0; i < declared.length; i++) this.values[this.start + i] = states.includes(declared[i]!) ? 1 : 0;
    if (this.#family.ttlSeconds !== undefined) this.values[this.start + declared.length]! += 1;
  }
}

/**
 * A state set without labels.
 * @example
 * const status = registry.stateSet({ name: 'shop_status', help: 'Status.', states: ['open', 'closed'] });
 * status.set('open');
 * status.get().map(({ value }) => value) // => [1, 0]
 */
export class StateSet<State extends string = string>
  extends SoleSeries<StateSetHandle<State>, StateSetFamily<State>>
  implements StateSetHandle<State>
{
  /** All states there can be, in the order of exposition; frozen. */
  get states(): readonly State[] {
    return this.family.states;
  }

  set(...states: readonly State[]): void {
    this.series.set(...states);
  }
}

function checkStates(given: unknown, subject: string): readonly string[] {
  const states: readonly unknown[] = Array.isArray(given) ? [...(given as readonly unknown[])] : [];
  if (states.length === 0 || !states.every((state) => typeof state === 'string' && state.isWellFormed())) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected states to be a list of at least one string, got ${quoted(given)}.`);
  }
  const repeated = states.find((state, i) => states.indexOf(state) !== i);
  if (repeated !== undefined) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: the state ${quoted(repeated)} is given twice. Remove one.`);
  }
  return Object.freeze(states as string[]);
}
