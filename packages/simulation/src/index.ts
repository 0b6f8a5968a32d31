export { Accounts } from './accounts.ts';
export { ActivationOrder } from './activation-order.ts';
export { RandomStream } from './random.ts';
export { Sampler } from './sampler.ts';
export { TurnEngine } from './turn-engine.ts';
export type { Invariant, Phase, TurnEngineOptions } from './turn-engine.ts';
