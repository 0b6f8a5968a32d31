// The history of one series, in a process of its own: what a turn takes in which a value comes in, and one in which a
// statistic of the newest n values is asked for as well. Each figure in a process of its own, as V8 compiles for what it has
// seen. Arguments: subject (tradesim, simple-statistics), which figure, milliseconds. Prints null when there is no such figure.
import { performance } from 'node:perf_hooks';
import { Registry } from '@tradesim/metrics';
import { MetricsServices, definitionsOf } from '@tradesim/metrics/services';
import { loadPeer } from './client/peers.mjs';
import { median } from './client/timing.mjs';

const [subject, figure, milliseconds] = [String(process.argv[2]), Number(process.argv[3]), Number(process.argv[4])];
const HISTORY_TURNS = 256;
const WINDOWS = [5, 20, 200];

/** @type {Readonly<Record<string, (history: import('@tradesim/metrics/services').SeriesHistory, n: number) => number>>} */
const OURS = {
  'at, delta': (history, n) => history.delta(n - 1),
  mean: (history, n) => history.mean(n),
  min: (history, n) => history.min(n),
  stddev: (history, n) => history.stddev(n),
  slope: (history, n) => history.slope(n),
  ema: (history, n) => history.ema(n),
  quantile: (history, n) => history.quantile(0.9, n),
};

process.stdout.write(`${JSON.stringify(subject === 'tradesim' ? ours() : theirs())}\n`);

function ours() {
  const { gauge, defineMetrics } = definitionsOf();
  const group = defineMetrics('shop', { price: gauge({ help: 'Price.', compute: (/** @type {number} */ value) => value }) });
  /** @param {(history: import('@tradesim/metrics/services').SeriesHistory) => number} ask */
  const subjectOf = (ask) => {
    const services = new MetricsServices([group], { factory: new Registry(), prefix: 'shop', historyTurns: HISTORY_TURNS });
    const history = /** @type {import('@tradesim/metrics/services').SeriesHistory} */ (services.history('shop_price'));
    return (/** @type {number} */ turn, /** @type {number} */ value) => {
      services.compute(turn, value);
      return ask(history);
    };
  };
  return measureFigure(subjectOf, OURS);
}

/** An array per series, as long as the history; simple-statistics computes from a slice of it. */
function theirs() {
  const statistics = loadPeer('simple-statistics');
  /** @type {Readonly<Record<string, (values: number[], n: number) => number>>} */
  const asked = {
    'at, delta': (values, n) => (values.at(-1) ?? NaN) - (values.at(-n) ?? NaN),
    mean: (values, n) => statistics.mean(values.slice(-n)),
    min: (values, n) => statistics.min(values.slice(-n)),
    stddev: (values, n) => statistics.standardDeviation(values.slice(-n)),
    slope: (values, n) => statistics.linearRegression(values.slice(-n).map((value, i) => [i, value])).m,
    ema: (values, n) => values.slice(-n).reduce((ema, value) => ema + (2 / (n + 1)) * (value - ema)),
    quantile: (values, n) => statistics.quantile(values.slice(-n), 0.9),
  };
  /** @param {(values: number[]) => number} ask */
  const subjectOf = (ask) => {
    /** @type {number[]} */
    const values = [];
    return (/** @type {number} */ _turn, /** @type {number} */ value) => {
      values.push(value);
      if (values.length > HISTORY_TURNS) values.shift();
      return ask(values);
    };
  };
  return measureFigure(subjectOf, asked);
}

/**
 * @template History
 * @param {(ask: (history: History) => number) => (turn: number, value: number) => number} subjectOf
 * @param {Readonly<Record<string, (history: History, n: number) => number>>} asked
 */
function measureFigure(subjectOf, asked) {
  const figures = Object.entries(asked).flatMap(([name, ask]) => WINDOWS.map((n) => ({ name, n, ask })));
  const { name, n, ask } = [{ name: 'a value alone', n: 0, ask: () => 0 }, ...figures][figure] ?? {};
  if (name === undefined || n === undefined || ask === undefined) return null;
  return { name, n, ...measure(subjectOf((history) => ask(history, n))) };
}

/**
 * @param {(turn: number, value: number) => number} makeTurn
 * @returns {{ nanoseconds: number, answer: number }} Median time of a turn, and the answer after 1,000 turns.
 */
function measure(makeTurn) {
  let turn = 0;
  let value = 1000;
  const makeTurns = () => {
    let answer = NaN;
    for (let i = 0; i < 1000; i++) {
      value += ((turn * 7919) % 13) - 6;
      answer = makeTurn(++turn, value);
    }
    return answer;
  };
  const answer = makeTurns();
  for (const end = performance.now() + milliseconds / 2; performance.now() < end;) makeTurns();
  const times = [];
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    const start = performance.now();
    makeTurns();
    times.push((performance.now() - start) * 1000);
  }
  return { nanoseconds: median(times), answer };
}
