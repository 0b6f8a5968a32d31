// Where and when something was measured.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** The processors, the memory and Node. */
export function describeMachine() {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** The load of the last minute, per processor. */
export function loadPerProcessor() {
  return (loadavg()[0] ?? NaN) / cpus().length;
}

/** The commit of the working tree, and whether the tree differs from it. */
export function describeCommit() {
  return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
}
