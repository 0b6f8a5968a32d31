/** What the compiler must accept and refuse of `with()`, `remove()` and `removeMatching()`. Only type-checked, never run. */
import { expectTypeOf } from 'vitest';
import { Registry } from '../registry/registry.ts';
import type { BoundFamily } from './bound-family.ts';
import type { CounterHandle } from './counter.ts';
import type { HistogramHandle } from './histogram.ts';

const registry = new Registry();
const requests = registry.counter({ name: 'r_total', help: 'h', labels: { method: ['GET', 'POST'], route: 'open' } });

const gets = requests.with({ method: 'GET' });
expectTypeOf(gets.labels({ route: '/' })).toEqualTypeOf<CounterHandle>();
expectTypeOf(gets).toExtend<BoundFamily<CounterHandle, { readonly route: string }>>();
expectTypeOf(requests.with({}).with({ method: 'POST' }).with({ route: '/' }).labels({})).toEqualTypeOf<CounterHandle>();
// @ts-expect-error -- a label is missing
gets.labels({});
// @ts-expect-error -- a label is bound already
gets.labels({ method: 'GET', route: '/' });
// @ts-expect-error -- a label is bound already
gets.with({ method: 'GET' });
// @ts-expect-error -- no such label
gets.with({ city: 'x' });
// @ts-expect-error -- no such label beside one that there is
requests.with({ method: 'GET', city: 'x' });
// @ts-expect-error -- no such value
requests.with({ method: 'PUT' });
// @ts-expect-error -- labels are strings
requests.with({ route: 5 });
// @ts-expect-error -- a label that is given has a value
requests.with({ route: undefined });

const wait = registry.histogram({ name: 'w', help: 'h', labelNames: ['a', 'b', 'c'] });
expectTypeOf(wait.with({ a: 'x', c: 'y' }).labels({ b: 'z' })).toEqualTypeOf<HistogramHandle>();

expectTypeOf(requests.remove({ method: 'GET', route: '/' })).toEqualTypeOf<boolean>();
// @ts-expect-error -- a label is missing
requests.remove({ method: 'GET' });
expectTypeOf(requests.removeMatching({ method: 'GET' })).toEqualTypeOf<number>();
// @ts-expect-error -- no such label
requests.removeMatching({ city: 'x' });
// @ts-expect-error -- no such value
requests.removeMatching({ method: 'PUT' });
