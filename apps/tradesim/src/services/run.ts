import { onceFor } from '@tradesim/metrics/services';
import { INVARIANTS } from '../domain/snapshot.ts';
import { counter, defineMetrics, gauge } from './turn-view.ts';
import type { RunIdentity } from './turn-view.ts';

const infoLabels = onceFor(({ seed, scenario, version }: RunIdentity) => [{ seed: String(seed), scenario, version }]);

export const run = defineMetrics('tradesim', {
  turn: gauge({
    help: 'Number of the last completed turn.',
    group: 'run',
    compute: ({ turn }) => turn,
  }),
  turns_total: counter({
    help: 'Completed turns.',
    group: 'run',
    alert: { below: 1, forSeconds: 300, summary: 'No turn for minutes: the run has ended or hangs; /health says which.' },
    increase: () => 1,
  }),
  run_info: gauge({
    help: 'The run that is served; always 1.',
    group: 'run',
    labels: { seed: 'open', scenario: 'open', version: 'open' },
    compute: ({ run: identity }) => ({ labelSets: infoLabels(identity), values: [1] }),
  }),
  invariant_residual: gauge({
    help: 'How far a law of the economy is from holding: 0 when it holds.',
    group: 'run',
    better: 'down',
    labels: { invariant: INVARIANTS },
    compute: ({ residuals }) => residuals,
  }),
  invariant_violations_total: counter({
    help: 'Turns in which a law of the economy did not hold.',
    group: 'run',
    better: 'down',
    alert: { above: 0, severity: 'critical', summary: 'A law of the economy is broken. This is a defect: report it with the seed.' },
    labels: { invariant: INVARIANTS },
    increase: ({ residuals: { money, goods, solvency, trade } }) => ({
      money: violations(money),
      goods: violations(goods),
      solvency: violations(solvency),
      trade: violations(trade),
    }),
  }),
});

function violations(residual: number): number {
  return residual === 0 ? 0 : 1;
}
