import { labelSetsOf } from '@tradesim/metrics/services';
import { INVARIANTS } from '../domain/snapshot.ts';
import type { InvariantName } from '../domain/snapshot.ts';
import { counter, defineMetrics, gauge } from './turn-view.ts';
import type { RunIdentity } from './turn-view.ts';

const infoLabels = labelSetsOf(({ seed, scenario, version }: RunIdentity) => [{ seed: String(seed), scenario, version }]);

export const run = defineMetrics('tradesim', {
  turn: gauge({
    help: 'Number of the last completed turn.',
    compute: ({ turn }) => turn,
  }),
  turns_total: counter({
    help: 'Completed turns.',
    increase: () => 1,
  }),
  run_info: gauge({
    help: 'The run that is served; always 1.',
    labels: { seed: 'open', scenario: 'open', version: 'open' },
    compute: ({ run: identity }) => ({ labelSets: infoLabels(identity), values: [1] }),
  }),
  invariant_residual: gauge({
    help: 'How far a law of the economy is from holding: 0 when it holds.',
    labels: { invariant: INVARIANTS },
    compute: ({ residuals }) => residuals,
  }),
  invariant_violations_total: counter({
    help: 'Turns in which a law of the economy did not hold.',
    labels: { invariant: INVARIANTS },
    increase: ({ residuals }) =>
      Object.fromEntries(INVARIANTS.map((invariant) => [invariant, residuals[invariant] === 0 ? 0 : 1])) as Record<InvariantName, number>,
  }),
});
