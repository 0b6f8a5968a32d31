import { pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from './log-level.ts';

/** Returns a logger that writes lines for people to stderr, at once, so that none is lost when the process ends. */
export function createLogger(level: LogLevel, env: NodeJS.ProcessEnv): Logger {
  const colorize = process.stderr.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return pino(
    { level, base: null },
    pretty({ destination: 2, sync: true, colorize, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }),
  );
}
