/** Kept back for making and sending the body, as exporters of Prometheus do. */
const LONGEST_OFFSET_MS = 500;

/** Digits, and not so many that they matter no more. */
const SECONDS = /^\d{1,9}(?:\.\d{1,9})?$/;

/**
 * Returns how long collectors may take, in milliseconds, when the scraper waits for as many seconds as its header
 * X-Prometheus-Scrape-Timeout-Seconds says: half a second less, or a quarter less where that is less. Undefined without the
 * header, and where it is no positive number in decimal digits.
 */
export function collectionTimeoutMs(header: string | null | undefined): number | undefined {
  if (typeof header !== 'string' || !SECONDS.test(header)) return undefined;
  const timeoutMs = Number(header) * 1000;
  return timeoutMs > 0 ? timeoutMs - Math.min(LONGEST_OFFSET_MS, timeoutMs / 4) : undefined;
}
