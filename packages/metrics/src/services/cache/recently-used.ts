class Node<Value> {
  readonly key: string;
  readonly value: Value | undefined;
  newer: Node<Value> = this;
  older: Node<Value> = this;

  constructor(key: string, value: Value | undefined) {
    this.key = key;
    this.value = value;
  }
}

/** A map of limited size, of which the entry goes that was not used for the longest time. */
export class RecentlyUsed<Value> {
  readonly #maxEntries: number;
  readonly #nodes = new Map<string, Node<Value>>();
  /**
   * Closes the ring: the newest entry is the next older one of it, the oldest the next newer one. A ring, as deleting from
   * and setting anew in a Map, which keeps its order too, takes 60 ns more a use.
   */
  readonly #ends = new Node<Value>('', undefined);

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Returns what the key has, without using it. */
  peek(key: string): Value | undefined {
    return this.#nodes.get(key)?.value;
  }

  /** Returns what the key has, which then is the latest to be dropped. */
  use(key: string): Value | undefined {
    const node = this.#nodes.get(key);
    if (node !== undefined && node !== this.#ends.older) {
      unlink(node);
      this.#link(node);
    }
    return node?.value;
  }

  /** Adds a key that is not there, and returns whether another one had to go for it. */
  add(key: string, value: Value): boolean {
    const isFull = this.#nodes.size === this.#maxEntries;
    if (isFull) this.delete(this.#ends.newer.key);
    const node = new Node(key, value);
    this.#nodes.set(key, node);
    this.#link(node);
    return isFull;
  }

  /** Removes a key. Returns whether it was there. */
  delete(key: string): boolean {
    const node = this.#nodes.get(key);
    if (node === undefined) return false;
    unlink(node);
    return this.#nodes.delete(key);
  }

  clear(): void {
    this.#nodes.clear();
    this.#ends.newer = this.#ends;
    this.#ends.older = this.#ends;
  }

  /** Puts a node at the newest place. */
  #link(node: Node<Value>): void {
    const newest = this.#ends.older;
    node.older = newest;
    node.newer = this.#ends;
    newest.newer = node;
    this.#ends.older = node;
  }
}

function unlink<Value>(node: Node<Value>): void {
  node.newer.older = node.older;
  node.older.newer = node.newer;
}
