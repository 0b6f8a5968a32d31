// Writes transaction records, 300 a turn, in a process of its own: prints the time they take on the main thread, and the
// time until all are on the disk. Arguments: subject, records.
import { createRequire } from 'node:module';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Journal, RecordShape, WorkerJournal } from '@tradesim/metrics/journal';
import { randomSource } from './client/random.mjs';

/** What the application depends on. */
const fromApplication = createRequire(new URL('../apps/tradesim/package.json', import.meta.url));

const [subject, wanted] = [String(process.argv[2]), Number(process.argv[3])];
const PER_TURN = 300;
const FILE = 'transactions.jsonl';
const SLUGS = Array.from({ length: 1000 }, (_, i) => `company-number-${i}`);
const STRATEGIES = ['cheapest', 'by_type'];
const OUTCOMES = ['bought', 'failed', 'failed', 'failed'];
const REASONS = [null, 'no_active_product', 'no_stock', 'no_budget'];

const random = randomSource(7);
/** @param {number} most */
const below = (most) => Math.floor(random() * most);
const columns = {
  company: Int32Array.from({ length: PER_TURN }, () => below(1000)),
  strategy: Uint8Array.from({ length: PER_TURN }, () => below(2)),
  product: Int32Array.from({ length: PER_TURN }, () => below(1000)),
  supplier: Int32Array.from({ length: PER_TURN }, () => below(1000)),
  reason: Int8Array.from({ length: PER_TURN }, () => below(4) - 1),
  quantity: Float64Array.from({ length: PER_TURN }, () => below(40)),
  unitPrice: Float64Array.from({ length: PER_TURN }, () => below(5000)),
  amount: Float64Array.from({ length: PER_TURN }, () => below(200_000)),
};
const shape = new RecordShape({
  seq: { type: 'sequence' },
  turn: { type: 'constant' },
  company: { type: 'choice', values: SLUGS },
  strategy: { type: 'choice', values: STRATEGIES },
  product: { type: 'choice', values: SLUGS },
  supplier: { type: 'choice', values: SLUGS },
  outcome: { type: 'choice', column: 'reason', values: OUTCOMES, from: -1 },
  reason: { type: 'choice', values: REASONS, from: -1 },
  quantity: { type: 'number' },
  unit_price: { type: 'number', column: 'unitPrice' },
  amount: { type: 'number' },
});

/** @param {number} turn @param {number} row */
function recordOf(turn, row) {
  return {
    seq: (turn - 1) * PER_TURN + row + 1,
    turn,
    company: SLUGS[columns.company[row] ?? 0],
    strategy: STRATEGIES[columns.strategy[row] ?? 0],
    product: SLUGS[columns.product[row] ?? 0],
    supplier: SLUGS[columns.supplier[row] ?? 0],
    outcome: OUTCOMES[(columns.reason[row] ?? 0) + 1],
    reason: REASONS[(columns.reason[row] ?? 0) + 1],
    quantity: columns.quantity[row],
    unit_price: columns.unitPrice[row],
    amount: columns.amount[row],
  };
}

/** @typedef {{ write: (turn: number) => void, pause?: () => Promise<void> | undefined, end: () => Promise<void> }} Writer */

/** @type {Readonly<Record<string, (path: string, directory: string) => Promise<Writer>>>} */
const SUBJECTS = {
  'worker-journal': async (_, directory) => {
    const journal = await WorkerJournal.open(directory, [FILE]);
    const inOrder = Object.values(columns);
    return {
      write: (turn) =>
        journal.appendRecords(FILE, shape, { count: PER_TURN, first: (turn - 1) * PER_TURN + 1, constants: [turn], columns: inOrder }),
      pause: () => (journal.isFull ? journal.ready() : undefined),
      end: () => journal.close(),
    };
  },
  journal: async (_, directory) => {
    const journal = await Journal.open(directory, [FILE]);
    return {
      write: (turn) => {
        for (let row = 0; row < PER_TURN; row++) journal.append(FILE, JSON.stringify(recordOf(turn, row)));
      },
      pause: () => (journal.isFull ? journal.ready() : undefined),
      end: () => journal.close(),
    };
  },
  pino: async (path) => {
    const pino = fromApplication('pino');
    const destination = pino.destination({ dest: path, sync: false });
    await new Promise((resolve) => destination.once('ready', resolve));
    const logger = pino({ base: null, timestamp: false }, destination);
    return {
      write: (turn) => {
        for (let row = 0; row < PER_TURN; row++) logger.info(recordOf(turn, row));
      },
      end: () => drained(destination),
    };
  },
  'sonic-boom': async (path) => {
    const { SonicBoom } = createRequire(fromApplication.resolve('pino'))('sonic-boom');
    const stream = new SonicBoom({ dest: path, sync: false });
    await new Promise((resolve) => stream.once('ready', resolve));
    return {
      write: (turn) => {
        for (let row = 0; row < PER_TURN; row++) stream.write(`${JSON.stringify(recordOf(turn, row))}\n`);
      },
      end: () => drained(stream),
    };
  },
  appendFile: async (path) => {
    let last = Promise.resolve();
    return {
      write: (turn) => {
        let text = '';
        for (let row = 0; row < PER_TURN; row++) text += `${JSON.stringify(recordOf(turn, row))}\n`;
        last = last.then(() => appendFile(path, text));
      },
      pause: () => last,
      end: () => last,
    };
  },
};

const directory = await mkdtemp(join(tmpdir(), 'journal-bench-'));
try {
  const path = join(directory, FILE);
  const open = SUBJECTS[subject];
  if (open === undefined) throw new Error(`Benchmark: expected one of ${Object.keys(SUBJECTS).join(', ')}, got ${subject}.`);
  const writer = await open(path, directory);
  const turns = Math.ceil(wanted / PER_TURN);
  let onMainThread = 0;
  const start = performance.now();
  for (let turn = 1; turn <= turns; turn++) {
    const before = performance.now();
    writer.write(turn);
    onMainThread += performance.now() - before;
    await writer.pause?.();
    if (turn % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await writer.end();
  const seconds = (performance.now() - start) / 1000;
  await check(path, turns);
  const records = turns * PER_TURN;
  const { size } = await stat(path);
  const result = { nanoseconds: (onMainThread * 1e6) / records, recordsPerSecond: records / seconds, bytesPerSecond: size / seconds };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(directory, { recursive: true });
}

/** @param {{ end: () => void, once: (event: 'close' | 'error', listener: (error?: Error) => void) => void }} stream */
function drained(stream) {
  return new Promise((resolve, reject) => {
    stream.once('close', () => resolve(undefined));
    stream.once('error', reject);
    stream.end();
  });
}

/** The last line must be the record that was written last. @param {string} path @param {number} turns */
async function check(path, turns) {
  const text = await readFile(path, 'utf8');
  const last = JSON.parse(text.slice(text.lastIndexOf('\n', text.length - 2) + 1));
  if (JSON.stringify({ ...last, level: undefined }) !== JSON.stringify(recordOf(turns, PER_TURN - 1)))
    throw new Error(`Benchmark: ${subject} ends with ${JSON.stringify(last)}.`);
}
