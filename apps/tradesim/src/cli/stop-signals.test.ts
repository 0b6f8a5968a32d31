import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EndReason } from '../simulation-service/run-journal.ts';
import { stopSignals } from './stop-signals.ts';
import type { StopSignals } from './stop-signals.ts';

let stop: StopSignals | undefined;

afterEach(() => stop?.release());

describe.each([
  ['SIGINT', 'interrupted', 130],
  ['SIGTERM', 'terminated', 143],
  ['SIGHUP', 'terminated', 143],
] as const)('%s', (name, reason, exitCode) => {
  it(`aborts with the reason ${reason}, and says so once`, () => {
    const said: EndReason[] = [];
    stop = stopSignals((why) => said.push(why));
    expect(stop.signal.aborted).toBe(false);
    process.emit(name);
    expect(stop.signal).toMatchObject({ aborted: true, reason });
    expect(said).toEqual([reason]);
  });

  it(`ends the process with ${exitCode} when it is the second signal`, () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const now = 1000;
    stop = stopSignals(
      () => {},
      () => now,
    );
    process.emit(name === 'SIGINT' ? 'SIGTERM' : 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    process.emit(name);
    expect(exit).toHaveBeenCalledWith(exitCode);
  });

  it('counts once when npm sends on what the terminal has sent', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    let now = 1000;
    stop = stopSignals(
      () => {},
      () => now,
    );
    process.emit(name);
    now += 7;
    process.emit(name);
    expect(exit).not.toHaveBeenCalled();
    now += 501;
    process.emit(name);
    expect(exit).toHaveBeenCalledWith(exitCode);
  });

  it('is left to the system after release', () => {
    const before = process.listenerCount(name);
    stop = stopSignals(() => {});
    expect(process.listenerCount(name)).toBe(before + 1);
    stop.release();
    expect(process.listenerCount(name)).toBe(before);
  });
});
