// Runs the example that the first argument names, and ends when it has come to its end, whatever it left running.
import { deepStrictEqual, strictEqual } from 'node:assert';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';

/**
 * Compares what an example gives with what it shows: a JavaScript expression, or else the text as it stands.
 * @param {unknown} actual The value, or a promise of it.
 * @param {string} expected
 * @param {string} place Where it is shown.
 */
async function shows(actual, expected, place) {
  const value = await actual;
  const evaluated = evaluate(expected);
  try {
    if (evaluated === undefined) strictEqual(String(value).trimEnd(), expected.trimEnd());
    else deepStrictEqual(value, evaluated.value);
  } catch (error) {
    throw new Error(`${place} shows a result that the example does not give. ${String(error)}`, { cause: error });
  }
}

/** @param {string} text @returns {{ readonly value: unknown } | undefined} Undefined when it is no expression. */
function evaluate(text) {
  try {
    return { value: runInThisContext(`(${text})`) };
  } catch {
    return undefined;
  }
}

Object.assign(globalThis, { shows });
process.exitCode = 1;
await import(pathToFileURL(process.argv[2] ?? '').href);
process.exit(0);
