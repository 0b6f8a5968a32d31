import { budget } from './budget.ts';
import { company } from './company.ts';
import { entity } from './entity.ts';
import { event } from './event.ts';
import { product } from './product.ts';
import { run } from './run.ts';
import { runtime } from './runtime.ts';
import { supplier } from './supplier.ts';
import { transaction } from './transaction.ts';

/** All metrics services of the application, in the order of exposition. */
export const SERVICES = [run, budget, company, product, supplier, transaction, event, entity, runtime] as const;
