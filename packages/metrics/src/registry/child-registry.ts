import type { Collector } from '../model/collector.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { AnyOptions, InstrumentKind } from './instrument-kinds.ts';
import { InstrumentMethods } from './instrument-methods.ts';
import type { ChildOptions, Scope } from './scope.ts';

/** What a child needs of its registry. */
export interface Parent {
  define(options: AnyOptions, kind: InstrumentKind, scope: Scope): unknown;
  addCollector(collector: Collector, scope: Scope): () => void;
  unregister(name: string, scope: Scope): boolean;
  scopeWithin(scope: Scope, options: ChildOptions): Scope;
}

/**
 * Defines metrics in a registry, under a prefix of its own and with labels that all of them have. It keeps none itself:
 * they live in the registry, and are exposed and cleared with it.
 */
export class ChildRegistry extends InstrumentMethods implements InstrumentFactory {
  readonly #parent: Parent;
  readonly #scope: Scope;

  constructor(parent: Parent, scope: Scope) {
    super();
    this.#parent = parent;
    this.#scope = scope;
  }

  /** Returns a child of this one: prefixes follow one another, labels add up. @throws {MetricsError} as `Registry.child` */
  child(options: ChildOptions): ChildRegistry {
    return new ChildRegistry(this.#parent, this.#parent.scopeWithin(this.#scope, options));
  }

  /** As `Registry.addCollector`; names in `metrics` are those of this child, without its prefix. */
  addCollector(collector: Collector): () => void {
    return this.#parent.addCollector(collector, this.#scope);
  }

  /** Removes a metric of this child or of its children, by its name without the prefix. Returns whether there was one. */
  unregister(name: string): boolean {
    return this.#parent.unregister(name, this.#scope);
  }

  protected define(options: AnyOptions, kind: InstrumentKind): unknown {
    return this.#parent.define(options, kind, this.#scope);
  }
}
