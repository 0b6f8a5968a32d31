/** The errors of caches, but for those of options. */
import { MetricsError, quoted } from '../../model/errors.ts';
import { subjectOf } from './question.ts';
import type { Question } from './question.ts';

/** @param path the questions that wait for each other, of which the last would wait for the first */
export function circleError(path: readonly Question[]): MetricsError {
  const circle = [...path, ...path.slice(0, 1)].map(({ cache, key }) => `${cache.name} ${JSON.stringify(key)}`).join(' asks for ');
  return errorOf(path[0]!, `it waits for itself: ${circle}. Let one of them do without the next.`);
}

export function endlessError(question: Question): MetricsError {
  const problem = 'the computation read no source and has no ttlSeconds, so its answer would be given for ever';
  return errorOf(question, `${problem}. Read what it depends on through read(), or say how old the answer may be.`);
}

export function lateReadError(question: Question): MetricsError {
  const problem = 'read() was called after the computation had ended, too late to count for the answer';
  return errorOf(question, `${problem}. Read before returning; what has to be awaited belongs into load().`);
}

export function noSourceError(question: Question, given: unknown): MetricsError {
  const problem = `expected read() to be given a source with a version, got ${quoted(given)}`;
  return errorOf(question, `${problem}. Wrap the value: versioned(value).`);
}

export function promiseError(question: Question): MetricsError {
  return errorOf(question, 'expected get() to compute an answer, got a promise. Call load() for what has to be awaited.');
}

export function timeoutError(question: Question, timeoutSeconds: number): MetricsError {
  const problem = `the load took longer than ${timeoutSeconds} s and was given up`;
  return errorOf(question, `${problem}. Have it end when its signal is aborted, or raise timeoutSeconds.`);
}

export function refreshError(question: Question, cause: unknown): MetricsError {
  const text = cause instanceof Error ? cause.message : quoted(cause);
  const reason = text.replace(`${subjectOf(question)}: `, '').replace(/\.$/, '');
  return errorOf(question, `the answer could not be refreshed: ${reason}. The former one is given until its staleSeconds end.`, { cause });
}

function errorOf(question: Question, message: string, options?: { readonly cause: unknown }): MetricsError {
  return new MetricsError('ERR_COMPUTE', `${subjectOf(question)}: ${message}`, options);
}
