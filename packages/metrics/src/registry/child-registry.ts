import type { Collector } from '../model/collector.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { KindName } from './instrument-kinds.ts';
import { InstrumentMethods } from './instrument-methods.ts';
import type { ChildOptions, Scope } from './scope.ts';

/**
 * Defines metrics in a registry, under a prefix of its own and with labels that all of them have. It keeps none itself:
 * they live in the registry, and are exposed and cleared with it.
 */
export interface ChildRegistry extends InstrumentFactory {
  /** Returns a child of this one: prefixes follow one another, labels add up. @throws {MetricsError} as `Registry.child` */
  child(options: ChildOptions): ChildRegistry;
  /** As `Registry.addCollector`; names in `metrics` are those of this child, without its prefix. */
  addCollector(collector: Collector): () => void;
  /** Removes a metric of this child or of its children, by its name without the prefix. Returns whether there was one. */
  unregister(name: string): boolean;
}

/** What a child needs of its registry. */
export interface Parent {
  define(options: object, kind: KindName, scope: Scope): unknown;
  addCollector(collector: Collector, scope: Scope): () => void;
  unregister(name: string, scope: Scope): boolean;
  scopeWithin(scope: Scope, options: ChildOptions): Scope;
}

export class ScopedRegistry extends InstrumentMethods implements ChildRegistry {
  readonly #parent: Parent;
  readonly #scope: Scope;

  constructor(parent: Parent, scope: Scope) {
    super();
    this.#parent = parent;
    this.#scope = scope;
  }

  child(options: ChildOptions): ChildRegistry {
    return new ScopedRegistry(this.#parent, this.#parent.scopeWithin(this.#scope, options));
  }

  addCollector(collector: Collector): () => void {
    return this.#parent.addCollector(collector, this.#scope);
  }

  unregister(name: string): boolean {
    return this.#parent.unregister(name, this.#scope);
  }

  protected define(options: object, kind: KindName): unknown {
    return this.#parent.define(options, kind, this.#scope);
  }
}
