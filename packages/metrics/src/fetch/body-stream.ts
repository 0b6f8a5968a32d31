import type { Scrape } from '../scrape/scraper.ts';
import { afterDelay } from '../timing/after-delay.ts';
import type { Chunk } from './chunks.ts';

/**
 * Returns chunks as a stream that makes one when it is read, and none ahead. It ends the scrape with its last chunk, when
 * its reader leaves, and when nobody reads on for too long; what making a chunk throws breaks it off.
 */
export function bodyStream(
  first: Chunk,
  rest: AsyncIterator<Chunk, void, undefined>,
  scrape: Scrape,
  idleTimeoutMs: number,
): ReadableStream<Uint8Array> {
  let next: Chunk | undefined = first;
  let isOpen = true;
  let stopWaiting = (): void => undefined;
  const close = (): void => {
    isOpen = false;
    stopWaiting();
    scrape.end(false);
    void rest.return?.();
  };
  const wait = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    stopWaiting = afterDelay(idleTimeoutMs, () => {
      controller.error(new Error(`Nobody read on for ${idleTimeoutMs} ms.`));
      close();
    });
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    stopWaiting();
    const chunk = next ?? (await rest.next()).value!;
    next = undefined;
    if (!isOpen) return;
    controller.enqueue(chunk.bytes);
    if (!chunk.isLast) {
      wait(controller);
      return;
    }
    controller.close();
    scrape.end(true);
  };
  return new ReadableStream<Uint8Array>(
    {
      start: wait,
      pull: (controller) =>
        pull(controller).catch((error: unknown) => {
          scrape.fail(error);
          throw error;
        }),
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}
