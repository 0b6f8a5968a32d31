import type { TurnValues } from '../turn-values.ts';

/** How many windows of a kind a series keeps, so that asking for ever other ones does not take ever more memory. */
const MAX_WINDOWS = 8;

interface Entry<Window> {
  readonly values: TurnValues;
  readonly turns: number;
  readonly window: Window;
  lastUse: number;
}

/** The windows of one kind of a series, made when they are first asked for. The least recently used one goes. */
export class RecentWindows<Window> {
  readonly #create: (values: TurnValues, turns: number) => Window;
  readonly #entries: Entry<Window>[] = [];
  #last: Entry<Window> | undefined = undefined;
  #uses = 0;

  constructor(create: (values: TurnValues, turns: number) => Window) {
    this.#create = create;
  }

  /** Returns the window over the newest `turns` turns of `values`. */
  get(values: TurnValues, turns: number): Window {
    const last = this.#last;
    if (last?.turns === turns && last.values === values) return last.window;
    const entry = this.#find(values, turns) ?? this.#add(values, turns);
    entry.lastUse = ++this.#uses;
    this.#last = entry;
    return entry.window;
  }

  #find(values: TurnValues, turns: number): Entry<Window> | undefined {
    for (const entry of this.#entries) if (entry.turns === turns && entry.values === values) return entry;
    return undefined;
  }

  #add(values: TurnValues, turns: number): Entry<Window> {
    const entry = { values, turns, window: this.#create(values, turns), lastUse: 0 };
    if (this.#entries.length < MAX_WINDOWS) this.#entries.push(entry);
    else this.#entries[this.#leastRecentlyUsed()] = entry;
    return entry;
  }

  #leastRecentlyUsed(): number {
    let least = 0;
    for (let i = 1; i < this.#entries.length; i++) if (this.#entries[i]!.lastUse < this.#entries[least]!.lastUse) least = i;
    return least;
  }
}
