// What it takes to go on from a journal, in a process of its own: reads a million transaction records, restores services from
// their records and from their saved state. Argument: what to measure. Prints the seconds it took, and what there was.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Registry } from '@tradesim/metrics';
import { readJournal } from '@tradesim/metrics/journal';
import { MetricsServices, combinations, definitionsOf } from '@tradesim/metrics/services';

const COMMAND = fileURLToPath(new URL('../apps/tradesim/bin/tradesim.js', import.meta.url));
const RECORDS = 1_000_000;
const TURNS = 10_000;
const SERIES = combinations({ company: Array.from({ length: 140 }, (_, i) => `company-${i}`) });

/** @param {string} directory @param {boolean} isCompressed In ten segments */
async function writeTransactions(directory, isCompressed) {
  for (let segment = 0; segment < 10; segment++) {
    let text = '';
    for (let i = 1; i <= RECORDS / 10; i++) {
      const seq = segment * (RECORDS / 10) + i;
      const who = `"company":"company-number-${seq % 1000}","strategy":"cheapest","product":"desk-lamp-${seq % 977}","supplier":"supplier-${seq % 31}"`;
      const what = `"outcome":"${seq % 3 === 0 ? 'failed' : 'bought'}","reason":null,"quantity":${seq % 40},"unit_price":${seq % 5000},"amount":${seq % 200_000}`;
      text += `{"seq":${seq},"turn":${Math.ceil(seq / 300)},${who},${what}}\n`;
    }
    const name = `transactions.${String(segment + 1).padStart(6, '0')}.jsonl`;
    await writeFile(join(directory, isCompressed ? `${name}.gz` : name), isCompressed ? gzipSync(text, { level: 3 }) : text);
  }
}

const { gauge, counter, defineMetrics } = definitionsOf();
const column = (/** @type {{ turn: number }} */ { turn }) => ({ labelSets: SERIES, values: SERIES.map((_, i) => turn + i) });
const group = defineMetrics('bench', {
  turn_number: gauge({ help: 'T.', compute: (/** @type {{ turn: number }} */ { turn }) => turn }),
  budget: gauge({ help: 'B.', labels: { company: 'open' }, compute: column }),
  turns_total: counter({ help: 'T.', increase: () => 1 }),
});
const services = () => new MetricsServices([group], { factory: new Registry(), prefix: 'bench', historyTurns: 50 });

/** @param {() => unknown} work */
async function secondsOf(work) {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

/** @type {Readonly<Record<string, (directory: string) => Promise<number>>>} */
const SUBJECTS = {
  read: (directory) => reading(directory, false),
  'read-gzip': (directory) => reading(directory, true),
  query: (directory) => querying(directory, false),
  'query-gzip': (directory) => querying(directory, true),
  restore: () => {
    const recorded = made();
    return secondsOf(() => services().restore(recorded.turns));
  },
  load: () => {
    const saved = JSON.stringify(made().services.save());
    return secondsOf(() => services().load(JSON.parse(saved)));
  },
};

/** @param {string} directory @param {boolean} isCompressed */
async function reading(directory, isCompressed) {
  await writeTransactions(directory, isCompressed);
  let records = 0;
  const seconds = await secondsOf(async () => {
    for await (const { seq } of readJournal(directory, 'transactions.jsonl')) records += Number(seq) > 0 ? 1 : 0;
  });
  if (records !== RECORDS) throw new Error(`Benchmark: expected ${RECORDS} records, got ${records}.`);
  return seconds;
}

/** @param {string} directory @param {boolean} isCompressed */
async function querying(directory, isCompressed) {
  await writeTransactions(directory, isCompressed);
  const sql = 'select outcome, count(*) from transactions group by outcome';
  return secondsOf(() => execFileSync(process.execPath, [COMMAND, 'query', sql, '--log-dir', directory]));
}

function made() {
  const whole = services();
  const record = whole.record({ entities: true });
  const turns = Array.from({ length: TURNS }, (_, i) => {
    whole.compute(i + 1, { turn: i + 1 });
    return { turn: i + 1, metrics: JSON.parse(record.json()) };
  });
  return { services: whole, turns };
}

const directory = await mkdtemp(join(tmpdir(), 'journal-bench-'));
try {
  const subject = SUBJECTS[String(process.argv[2])];
  if (subject === undefined) throw new Error(`Benchmark: expected one of ${Object.keys(SUBJECTS).join(', ')}, got ${process.argv[2]}.`);
  const seconds = await subject(directory);
  process.stdout.write(JSON.stringify({ seconds, mostMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
} finally {
  await rm(directory, { recursive: true });
}
