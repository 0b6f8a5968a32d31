/** A module for the browser that defines metrics, updates them, and leaves the promise of the exposition in `exposition`. */
export const SHOP_PAGE = `
import { exponentialBuckets, MetricsError, Registry, systemClock } from '@tradesim/metrics';

const registry = new Registry({ clock: { now: () => 0, monotonic: () => 0 } });
const clicks = registry.counter({ name: 'shop_clicks_total', help: 'Clicks.', labels: { button: ['buy', 'back'] } });
const items = registry.gauge({ name: 'shop_basket_items', help: 'Items in the basket.' });
const sizes = registry.histogram({ name: 'shop_image_bytes', help: 'Sizes of images.', buckets: exponentialBuckets(100, 10, 2) });
const load = registry.histogram({ name: 'shop_load_seconds', help: 'Loading, by a clock that stands.', buckets: [1] });
const errors = registry.counter({ name: 'shop_errors_total', help: 'Errors.', labelNames: ['code'] });
const ticking = registry.gauge({ name: 'shop_clock_ticking', help: 'Whether the clock of the machine shows a time.' });

registry.addCollector({ name: 'basket', collect: async () => items.set(3) });
clicks.labels({ button: 'buy' }).inc(2);
sizes.observe(250);
load.startTimer()();
load.time(() => {});
ticking.set(Number(systemClock.now() > 1e9 && systemClock.monotonic() > 0));
try {
  clicks.labels({ button: 'sell' });
} catch (error) {
  errors.labels({ code: error instanceof MetricsError ? error.code : 'another' }).inc();
}
globalThis.exposition = registry.metrics();
`;

export const SHOP_EXPOSITION = `# HELP shop_clicks_total Clicks.
# TYPE shop_clicks_total counter
shop_clicks_total{button="buy"} 2
shop_clicks_total{button="back"} 0
# HELP shop_basket_items Items in the basket.
# TYPE shop_basket_items gauge
shop_basket_items 3
# HELP shop_image_bytes Sizes of images.
# TYPE shop_image_bytes histogram
shop_image_bytes_bucket{le="100"} 0
shop_image_bytes_bucket{le="1000"} 1
shop_image_bytes_bucket{le="+Inf"} 1
shop_image_bytes_sum 250
shop_image_bytes_count 1
# HELP shop_load_seconds Loading, by a clock that stands.
# TYPE shop_load_seconds histogram
shop_load_seconds_bucket{le="1"} 2
shop_load_seconds_bucket{le="+Inf"} 2
shop_load_seconds_sum 0
shop_load_seconds_count 2
# HELP shop_errors_total Errors.
# TYPE shop_errors_total counter
shop_errors_total{code="ERR_LABEL_VALUE"} 1
# HELP shop_clock_ticking Whether the clock of the machine shows a time.
# TYPE shop_clock_ticking gauge
shop_clock_ticking 1
`;
