import { MetricsError } from '../model/errors.ts';

const RECIPES: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'Free some disk space, or choose a directory on another disk.'],
  ['EDQUOT', 'Raise the disk quota, or choose another directory.'],
  ['EROFS', 'Remount the file system for writing, or choose another directory.'],
  ['EACCES', 'Give the process the right to write there, or choose another directory.'],
  ['EPERM', 'Give the process the right to write there, or choose another directory.'],
  ['ENOENT', 'Leave the directory of a running journal in place.'],
  ['ESTALE', 'Let one process at a time write to a directory.'],
]);

/** Returns an error with a `code` like those of the file system, for a fault the journal itself has found. */
export function diskFault(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** Returns the code of an error of the file system, such as `ENOSPC`; `UNKNOWN` where it has none. */
export function faultCode(fault: unknown): string {
  const isCoded = typeof fault === 'object' && fault !== null && 'code' in fault && typeof fault.code === 'string';
  return isCoded ? (fault.code as string) : 'UNKNOWN';
}

/** Returns an `ERR_JOURNAL` about `subject` with the fault of the file system as its cause, and a recipe for it. */
export function journalError(subject: string, expected: string, fault: unknown): MetricsError {
  const got = fault instanceof Error ? fault.message : String(fault);
  const recipe = RECIPES.get(faultCode(fault)) ?? 'Check the disk, or choose another directory.';
  return new MetricsError('ERR_JOURNAL', `${subject}: expected ${expected}, got ${got}. ${recipe}`, { cause: fault });
}
