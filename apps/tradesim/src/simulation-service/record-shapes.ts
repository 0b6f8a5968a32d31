/** The shapes of the records of docs/formats/journal.md that come in numbers: one per attempt, and one per turn. */
import { RecordShape } from '@tradesim/metrics/journal';
import type { RecordField } from '@tradesim/metrics/journal';
import type { TurnRecord } from '@tradesim/metrics/services';
import { FAILURE_REASONS, STRATEGIES } from '../domain/parameters.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** Where nothing was chosen, columns hold -1. */
const NONE = -1;

/** Returns the shape of the records of attempts; its columns are those of a snapshot. */
export function attemptShape({ companies, products, suppliers }: Snapshot): RecordShape {
  const chosen = (slugs: readonly string[]): RecordField => ({ type: 'choice', values: [null, ...slugs], from: NONE });
  return new RecordShape({
    seq: { type: 'sequence' },
    turn: { type: 'constant' },
    company: { type: 'choice', values: companies.slug },
    strategy: { type: 'choice', values: STRATEGIES },
    product: chosen(products.slug),
    supplier: chosen(suppliers.slug),
    outcome: { type: 'choice', column: 'reason', values: ['bought', ...FAILURE_REASONS.map(() => 'failed')], from: NONE },
    reason: chosen(FAILURE_REASONS),
    quantity: { type: 'number' },
    unit_price: { type: 'number', column: 'unitPrice', none: NONE },
    amount: { type: 'number' },
  });
}

/** Returns the shape of the record of a turn, with a field for each sample. */
export function turnShape(metrics: TurnRecord, runtime: TurnRecord | undefined): RecordShape {
  const samples = ({ keys }: TurnRecord): RecordField => ({
    type: 'object',
    fields: Object.fromEntries(keys.map((key) => [key, { type: 'constant' }])),
  });
  return new RecordShape({
    seq: { type: 'sequence' },
    timestamp: { type: 'constant' },
    turn: { type: 'constant' },
    metrics: samples(metrics),
    ...(runtime === undefined ? {} : { runtime: samples(runtime) }),
  });
}
