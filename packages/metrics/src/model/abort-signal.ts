/** What a collector may rely on in every environment: the part of `AbortSignal` that needs no other type. */
interface MinimalAbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The `AbortSignal` of the environment, to be handed on to what takes one. Its type belongs to `lib.dom` or `@types/node`;
 * where a project has neither, the part of it that is the same everywhere.
 */
// oxlint-disable-next-line no-restricted-globals -- `typeof` in a type reads nothing
export type CollectorSignal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer Signal } }
  ? Signal
  : MinimalAbortSignal;
