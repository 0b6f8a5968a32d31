// A small web shop with three business metrics, their history, and an endpoint for Prometheus.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import { MetricsServices, definitionsOf } from '@tradesim/metrics/services';

/** What the metrics are computed from. */
interface Shop {
  readonly waiting: ReadonlyMap<number, { readonly euros: number }>;
}

const { gauge, counter, defineMetrics } = definitionsOf<Shop>();

const metrics = defineMetrics('shop', {
  orders_total: counter({ help: 'Orders placed.', labels: { payment: ['card', 'invoice'] }, better: 'up' }),
  waiting_orders: gauge({
    help: 'Orders that wait to be shipped.',
    better: 'down',
    compute: ({ waiting }) => waiting.size,
    alert: { above: 500, forSeconds: 600, summary: 'Orders pile up: is anybody in the warehouse?' },
  }),
  waiting_orders_trend: gauge({
    help: 'Orders by which the waiting ones grow per second, over the last 12 turns; absent before.',
    reads: ['waiting_orders'],
    compute: (_, { history }) => history.waiting_orders.slopePerSecond(12),
  }),
});

const registry = new Registry();
const services = new MetricsServices([metrics], { factory: registry, prefix: 'shop' });
const { orders_total: orders } = services.recorded(metrics);
const waiting = new Map<number, { euros: number }>();
services.computeEvery(Number(process.env['TURN_SECONDS'] ?? 5), () => ({ waiting }));

let number = 0;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
  if (request.method === 'POST' && pathname === '/orders') {
    orders.labels({ payment: searchParams.get('payment') === 'card' ? 'card' : 'invoice' }).inc();
    waiting.set(++number, { euros: Number(searchParams.get('euros')) });
    response.end(`${number}\n`);
  } else if (request.method === 'POST' && pathname === '/shipments') response.end(`${waiting.delete(Number(searchParams.get('order')))}\n`);
  else response.end(`${JSON.stringify([...(services.history('shop_waiting_orders')?.values() ?? [])])}\n`);
});
server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
await once(server, 'listening');
const health = () => ({ ok: true, failing: services.failing });
const { url } = await createExporter({ registry, port: Number(process.env['METRICS_PORT'] ?? 9464), health });
process.stdout.write(`The shop listens on http://127.0.0.1:${(server.address() as AddressInfo).port}, its metrics are at ${url}/metrics\n`);
