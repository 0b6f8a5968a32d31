import type { Genesis } from '../domain/genesis.ts';

/** Yields the records of turn 0 that follow `run_started`, without `seq` and `turn`, in the order of docs/formats/journal.md. */
export function* genesisRecords(genesis: Genesis): Generator<Readonly<Record<string, unknown>>> {
  for (const account of genesis.accounts()) yield { kind: 'account_opened', ...account };
  for (const { slug, preferredTypes, ...company } of genesis.companies()) {
    yield { kind: 'company_created', company: slug, ...company, preferred_types: preferredTypes };
  }
  for (const { slug, ...product } of genesis.products()) yield { kind: 'product_created', product: slug, ...product };
  for (const { slug, ...supplier } of genesis.suppliers()) yield { kind: 'supplier_created', supplier: slug, ...supplier };
  for (const line of genesis.lines()) yield { kind: 'line_created', ...line };
}
