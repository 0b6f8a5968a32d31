/** Runs the application as a user does: the command in a process of its own, in a directory of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import { until } from './until.ts';

export const COMMAND = fileURLToPath(new URL('../../apps/tradesim/bin/tradesim.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** Where the command is typed. Default: a new temporary directory. */
  readonly cwd?: string;
  /** Added to an environment without any TRADESIM_… variable. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the tradesim command. */
  readonly command?: string;
  /** A program that is started instead of the command, with the arguments. */
  readonly program?: string;
  /** Takes what is to be undone later. Default: at the end of the test. */
  readonly undo?: Undo;
}

export type Undo = (undo: () => void | Promise<void>) => void;

/** Undoes at the end of a suite what its `beforeAll` has made; to be called in the body of a `describe`. */
export function atEndOfSuite(): Undo {
  const undos: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const undo of undos.toReversed()) await undo();
  });
  return (undo) => undos.push(undo);
}

/** Returns a new directory that is removed when the test has ended. */
export function temporaryDirectory(undo: Undo = onTestFinished): string {
  const directory = mkdtempSync(join(tmpdir(), 'tradesim-test-'));
  undo(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A started application; it is killed at the end of the test if it is still there. */
export class Application {
  readonly directory: string;
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  readonly #waiting = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  #hasFinished = false;

  constructor(args: readonly string[], options: StartOptions = {}) {
    const undo = options.undo ?? onTestFinished;
    this.directory = options.cwd ?? temporaryDirectory(undo);
    const before = options.program === undefined ? [options.command ?? COMMAND] : [];
    this.process = spawn(options.program ?? process.execPath, [...before, ...args], {
      cwd: this.directory,
      env: { ...cleanEnvironment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout!.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.finished = once(this.process, 'close').then(([code, signal]) =>
      this.#finish(code as number | null, signal as NodeJS.Signals | null),
    );
    undo(async () => {
      this.process.kill('SIGKILL');
      await this.finished;
    });
  }

  /** The journal's directory. */
  get logs(): string {
    return join(this.directory, 'logs');
  }

  /** Returns the exporter's address, when the application has said it. */
  async url(): Promise<string> {
    return (await this.said(/Metrics (http:\S+)\/metrics/))[1]!;
  }

  /** Resolves with the match when the whole lines on stderr match; rejects when the application ends without. */
  said(pattern: RegExp): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(this.#stderr.slice(0, this.#stderr.lastIndexOf('\n') + 1));
        if (match !== null) resolve(match);
        else if (this.#hasFinished) reject(new Error(`The application ended without saying ${String(pattern)}:\n${this.#stderr}`));
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Asks again and again until the answer is neither false nor undefined; rejects at once when the application ends. */
  until<Answer>(what: string, ask: () => Answer | Promise<Answer>): Promise<Exclude<Answer, false | undefined>> {
    return until(what, () => {
      if (this.#hasFinished) throw new Error(`The application ended before ${what}:\n${this.#stderr}`);
      return ask();
    });
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Finished> {
    this.process.kill(signal);
    return this.finished;
  }

  #hear(text: string): void {
    this.#stderr += text;
    for (const check of this.#waiting) check();
  }

  #finish(code: number | null, signal: NodeJS.Signals | null): Finished {
    this.#hasFinished = true;
    for (const check of this.#waiting) check();
    return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** Runs the application to its end. */
export function runToEnd(
  args: readonly string[],
  options: StartOptions = {},
): Promise<Finished & { readonly directory: string; readonly logs: string }> {
  const application = new Application(args, options);
  return application.finished.then((finished) => ({ ...finished, directory: application.directory, logs: application.logs }));
}

/** The exit code as a shell shows it: 128 and the signal's number for a process that a signal has ended. */
export function shellExitCode({ code, signal }: Finished): number {
  return code ?? 128 + constants.signals[signal!];
}

function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRADESIM_') && name !== 'INIT_CWD'));
}
