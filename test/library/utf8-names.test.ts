/**
 * UTF-8 names as scrapers of all ages get them, over HTTP. No reader in Debian 12 knows quoted names, so the documents
 * are written by hand from the rules of prometheus.io: "Exposition formats", "Escaping schemes", "OpenMetrics 1.0".
 */
import { Registry } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import type { Exporter } from '@tradesim/metrics/exporter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Names that two schemes make one of, among metrics as well as among the labels of one. */
function shop(): Registry {
  const registry = new Registry({ nameValidation: 'utf8' });
  const orders = registry.counter({ name: 'shop.orders_total', help: 'Orders "placed".', labelNames: ['shop.till', 'shop-till'] });
  orders.labels({ 'shop.till': 'Köln "1"', 'shop-till': '\\' }).inc(2);
  registry.gauge({ name: 'shop-orders_total', help: 'A\nratio.' }).set(0.5);
  registry.histogram({ name: 'shop.wait_seconds', help: 'Wait.', unit: 'seconds', buckets: [1] }).observe(0.25);
  registry.summary({ name: '"9:\\', help: 'Nine.', quantiles: [0.5] });
  registry.stateSet({ name: 'tür', help: 'Tür.', states: ['auf', 'zu "é"'] }).set('zu "é"');
  registry.info({ name: 'shop_build_info', help: 'Build.', labelNames: ['version', '花'] }).set({ version: '1', 花: 'x' });
  return registry;
}

/** What Prometheus 3.5 sends when it is configured for a scheme; the second for `scrape_protocols` of text only. */
const ACCEPT_OPENMETRICS = (scheme: string): string =>
  `application/openmetrics-text;version=1.0.0;escaping=${scheme};q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=${scheme};q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`;
const ACCEPT_TEXT = (scheme: string): string =>
  `text/plain;version=1.0.0;escaping=${scheme};q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4`;

const ACCEPT_2_42 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const ACCEPT_VICTORIA_METRICS = 'text/plain;version=0.0.4;q=1,*/*;q=0.1';

const TEXT = {
  'allow-utf-8': String.raw`# HELP "shop.orders_total" Orders "placed".
# TYPE "shop.orders_total" counter
{"shop.orders_total","shop.till"="Köln \"1\"","shop-till"="\\"} 2
# HELP "shop-orders_total" A\nratio.
# TYPE "shop-orders_total" gauge
{"shop-orders_total"} 0.5
# HELP "shop.wait_seconds" Wait.
# TYPE "shop.wait_seconds" histogram
{"shop.wait_seconds_bucket",le="1"} 1
{"shop.wait_seconds_bucket",le="+Inf"} 1
{"shop.wait_seconds_sum"} 0.25
{"shop.wait_seconds_count"} 1
# HELP "\"9:\\" Nine.
# TYPE "\"9:\\" summary
{"\"9:\\",quantile="0.5"} NaN
{"\"9:\\_sum"} 0
{"\"9:\\_count"} 0
# HELP "tür" Tür.
# TYPE "tür" gauge
{"tür","tür"="auf"} 0
{"tür","tür"="zu \"é\""} 1
# HELP shop_build_info Build.
# TYPE shop_build_info gauge
shop_build_info{version="1","花"="x"} 1
`,
  underscores: String.raw`# HELP shop_orders_total Orders "placed".
# TYPE shop_orders_total counter
shop_orders_total{shop_till="Köln \"1\"",U__shop_2d_till="\\"} 2
# HELP U__shop_2d_orders__total A\nratio.
# TYPE U__shop_2d_orders__total gauge
U__shop_2d_orders__total 0.5
# HELP shop_wait_seconds Wait.
# TYPE shop_wait_seconds histogram
shop_wait_seconds_bucket{le="1"} 1
shop_wait_seconds_bucket{le="+Inf"} 1
shop_wait_seconds_sum 0.25
shop_wait_seconds_count 1
# HELP _9:_ Nine.
# TYPE _9:_ summary
_9:_{quantile="0.5"} NaN
_9:__sum 0
_9:__count 0
# HELP t_r Tür.
# TYPE t_r gauge
t_r{t_r="auf"} 0
t_r{t_r="zu \"é\""} 1
# HELP shop_build_info Build.
# TYPE shop_build_info gauge
shop_build_info{version="1",_="x"} 1
`,
  dots: String.raw`# HELP shop_dot_orders__total Orders "placed".
# TYPE shop_dot_orders__total counter
shop_dot_orders__total{shop_dot_till="Köln \"1\"",shop__till="\\"} 2
# HELP shop__orders__total A\nratio.
# TYPE shop__orders__total gauge
shop__orders__total 0.5
# HELP shop_dot_wait__seconds Wait.
# TYPE shop_dot_wait__seconds histogram
shop_dot_wait__seconds_bucket{le="1"} 1
shop_dot_wait__seconds_bucket{le="+Inf"} 1
shop_dot_wait__seconds_sum 0.25
shop_dot_wait__seconds_count 1
# HELP __9:__ Nine.
# TYPE __9:__ summary
__9:__{quantile="0.5"} NaN
__9:___sum 0
__9:___count 0
# HELP t__r Tür.
# TYPE t__r gauge
t__r{t__r="auf"} 0
t__r{t__r="zu \"é\""} 1
# HELP shop_build_info Build.
# TYPE shop_build_info gauge
shop_build_info{version="1",__="x"} 1
`,
  values: String.raw`# HELP U__shop_2e_orders__total Orders "placed".
# TYPE U__shop_2e_orders__total counter
U__shop_2e_orders__total{U__shop_2e_till="Köln \"1\"",U__shop_2d_till="\\"} 2
# HELP U__shop_2d_orders__total A\nratio.
# TYPE U__shop_2d_orders__total gauge
U__shop_2d_orders__total 0.5
# HELP U__shop_2e_wait__seconds Wait.
# TYPE U__shop_2e_wait__seconds histogram
U__shop_2e_wait__seconds_bucket{le="1"} 1
U__shop_2e_wait__seconds_bucket{le="+Inf"} 1
U__shop_2e_wait__seconds_sum 0.25
U__shop_2e_wait__seconds_count 1
# HELP U___22_9:_5c_ Nine.
# TYPE U___22_9:_5c_ summary
U___22_9:_5c_{quantile="0.5"} NaN
U___22_9:_5c__sum 0
U___22_9:_5c__count 0
# HELP U__t_fc_r Tür.
# TYPE U__t_fc_r gauge
U__t_fc_r{U__t_fc_r="auf"} 0
U__t_fc_r{U__t_fc_r="zu \"é\""} 1
# HELP shop_build_info Build.
# TYPE shop_build_info gauge
shop_build_info{version="1",U___82b1_="x"} 1
`,
};

const OPENMETRICS = {
  'allow-utf-8': String.raw`# TYPE "shop.orders" counter
# HELP "shop.orders" Orders \"placed\".
{"shop.orders_total","shop.till"="Köln \"1\"","shop-till"="\\"} 2
# TYPE "shop-orders_total" gauge
# HELP "shop-orders_total" A\nratio.
{"shop-orders_total"} 0.5
# TYPE "shop.wait_seconds" histogram
# UNIT "shop.wait_seconds" seconds
# HELP "shop.wait_seconds" Wait.
{"shop.wait_seconds_bucket",le="1.0"} 1
{"shop.wait_seconds_bucket",le="+Inf"} 1
{"shop.wait_seconds_sum"} 0.25
{"shop.wait_seconds_count"} 1
# TYPE "\"9:\\" summary
# HELP "\"9:\\" Nine.
{"\"9:\\",quantile="0.5"} NaN
{"\"9:\\_sum"} 0
{"\"9:\\_count"} 0
# TYPE "tür" stateset
# HELP "tür" Tür.
{"tür","tür"="auf"} 0
{"tür","tür"="zu \"é\""} 1
# TYPE shop_build info
# HELP shop_build Build.
shop_build_info{version="1","花"="x"} 1
# EOF
`,
  underscores: String.raw`# TYPE shop_orders counter
# HELP shop_orders Orders \"placed\".
shop_orders_total{shop_till="Köln \"1\"",U__shop_2d_till="\\"} 2
# TYPE U__shop_2d_orders__total gauge
# HELP U__shop_2d_orders__total A\nratio.
U__shop_2d_orders__total 0.5
# TYPE shop_wait_seconds histogram
# UNIT shop_wait_seconds seconds
# HELP shop_wait_seconds Wait.
shop_wait_seconds_bucket{le="1.0"} 1
shop_wait_seconds_bucket{le="+Inf"} 1
shop_wait_seconds_sum 0.25
shop_wait_seconds_count 1
# TYPE _9:_ summary
# HELP _9:_ Nine.
_9:_{quantile="0.5"} NaN
_9:__sum 0
_9:__count 0
# TYPE t_r stateset
# HELP t_r Tür.
t_r{t_r="auf"} 0
t_r{t_r="zu \"é\""} 1
# TYPE shop_build info
# HELP shop_build Build.
shop_build_info{version="1",_="x"} 1
# EOF
`,
  dots: String.raw`# TYPE shop_dot_orders_ counter
# HELP shop_dot_orders_ Orders \"placed\".
shop_dot_orders__total{shop_dot_till="Köln \"1\"",shop__till="\\"} 2
# TYPE shop__orders__total gauge
# HELP shop__orders__total A\nratio.
shop__orders__total 0.5
# TYPE shop_dot_wait__seconds histogram
# UNIT shop_dot_wait__seconds seconds
# HELP shop_dot_wait__seconds Wait.
shop_dot_wait__seconds_bucket{le="1.0"} 1
shop_dot_wait__seconds_bucket{le="+Inf"} 1
shop_dot_wait__seconds_sum 0.25
shop_dot_wait__seconds_count 1
# TYPE __9:__ summary
# HELP __9:__ Nine.
__9:__{quantile="0.5"} NaN
__9:___sum 0
__9:___count 0
# TYPE t__r stateset
# HELP t__r Tür.
t__r{t__r="auf"} 0
t__r{t__r="zu \"é\""} 1
# TYPE shop_build info
# HELP shop_build Build.
shop_build_info{version="1",__="x"} 1
# EOF
`,
  values: String.raw`# TYPE U__shop_2e_orders_ counter
# HELP U__shop_2e_orders_ Orders \"placed\".
U__shop_2e_orders__total{U__shop_2e_till="Köln \"1\"",U__shop_2d_till="\\"} 2
# TYPE U__shop_2d_orders__total gauge
# HELP U__shop_2d_orders__total A\nratio.
U__shop_2d_orders__total 0.5
# TYPE U__shop_2e_wait__seconds histogram
# UNIT U__shop_2e_wait__seconds seconds
# HELP U__shop_2e_wait__seconds Wait.
U__shop_2e_wait__seconds_bucket{le="1.0"} 1
U__shop_2e_wait__seconds_bucket{le="+Inf"} 1
U__shop_2e_wait__seconds_sum 0.25
U__shop_2e_wait__seconds_count 1
# TYPE U___22_9:_5c_ summary
# HELP U___22_9:_5c_ Nine.
U___22_9:_5c_{quantile="0.5"} NaN
U___22_9:_5c__sum 0
U___22_9:_5c__count 0
# TYPE U__t_fc_r stateset
# HELP U__t_fc_r Tür.
U__t_fc_r{U__t_fc_r="auf"} 0
U__t_fc_r{U__t_fc_r="zu \"é\""} 1
# TYPE shop_build info
# HELP shop_build Build.
shop_build_info{version="1",U___82b1_="x"} 1
# EOF
`,
};

describe('a registry with UTF-8 names', () => {
  let exporter: Exporter;

  beforeAll(async () => {
    exporter = await createExporter({ registry: shop(), port: 0 });
  });
  afterAll(() => exporter.close());

  async function scraped(accept: string): Promise<readonly [contentType: string | null, body: string]> {
    const response = await fetch(`${exporter.url}/metrics`, { headers: { accept } });
    return [response.headers.get('content-type'), await response.text()];
  }

  it.each(Object.entries(TEXT))('is written in the text format 1.0.0 by %s', async (scheme, document) => {
    expect(await scraped(ACCEPT_TEXT(scheme))).toEqual([`text/plain; version=1.0.0; charset=utf-8; escaping=${scheme}`, document]);
  });

  it.each(Object.entries(OPENMETRICS))('is written in OpenMetrics by %s', async (scheme, document) => {
    const contentType = `application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=${scheme}`;
    expect(await scraped(ACCEPT_OPENMETRICS(scheme))).toEqual([contentType, document]);
  });

  it('is escaped by underscores for who does not know of schemes', async () => {
    const contentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores';
    expect(await scraped(ACCEPT_2_42)).toEqual([contentType, OPENMETRICS.underscores]);
    expect(await scraped(ACCEPT_VICTORIA_METRICS)).toEqual(['text/plain; version=0.0.4; charset=utf-8', TEXT.underscores]);
    expect(await scraped('*/*')).toEqual(['text/plain; version=0.0.4; charset=utf-8', TEXT.underscores]);
  });
});
