/** The thread that writes a journal: gets batches of records, puts their lines together and brings them to the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { readFrames } from './frames.ts';
import { faultCode } from './journal-errors.ts';
import { Journal } from './journal.ts';
import { RecordLines } from './record-lines.ts';
import type { FromWriter, ToWriter, WriterSetup } from './worker-messages.ts';

const { directory, fileNames, options } = workerData as WriterSetup;
const port = parentPort!;
const say = (message: FromWriter, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...transfer]);

try {
  const journal = await Journal.open(directory, fileNames, { ...options, onFailure: () => queueMicrotask(sayFailed) });
  const shapes = new Map<number, { readonly lines: RecordLines; readonly constants: number }>();
  function sayFailed(): void {
    const statistics = journal.statistics();
    say({ kind: 'failed', failure: statistics.failure!, statistics });
  }

  const take = async (message: ToWriter): Promise<void> => {
    switch (message.kind) {
      case 'shape':
        shapes.set(message.id, { lines: new RecordLines(message), constants: message.constants });
        break;
      case 'forget':
        shapes.delete(message.id);
        break;
      case 'batch':
        readFrames(message.buffer, message.length, (shape) => shapes.get(shape)!.constants, {
          lines: (file, lines, count) => journal.appendBytes(fileNames[file]!, lines, count),
          records: (file, shape, records) => journal.appendLines(fileNames[file]!, shapes.get(shape)!.lines, records),
        });
        await journal.ready();
        say({ kind: 'written', buffer: message.buffer, statistics: journal.statistics() }, [message.buffer]);
        break;
      case 'flush':
      case 'durable':
      case 'close':
        await journal[message.kind]();
        say({ kind: 'done', request: message.request, statistics: journal.statistics() });
        if (message.kind === 'close') port.close();
    }
  };
  // One after the other, so that a request is answered when all before it has been dealt with.
  let last = Promise.resolve();
  port.on('message', (message: ToWriter) => {
    last = last.then(() => take(message));
  });
  say({ kind: 'opened', statistics: journal.statistics() });
} catch (error) {
  say({ kind: 'refused', message: error instanceof Error ? error.message : String(error), code: faultCode((error as Error).cause) });
  port.close();
}
