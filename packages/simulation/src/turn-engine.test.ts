import { describe, expect, it } from 'vitest';
import { TurnEngine } from './turn-engine.ts';

interface Ledger {
  readonly log: string[];
  total: number;
}

function logged(name: string): { name: string; run: (state: Ledger, turn: number) => void } {
  return { name, run: (state, turn) => void state.log.push(`${name} ${turn}`) };
}

describe('TurnEngine', () => {
  it('runs the phases in order, from turn 1 on', () => {
    const state: Ledger = { log: [], total: 0 };
    const engine = new TurnEngine({ state, phases: [logged('act'), logged('adjust')], invariants: [] });
    expect(engine.turn).toBe(0);
    expect([engine.advance(), engine.advance()]).toEqual([1, 2]);
    expect(state.log).toEqual(['act 1', 'adjust 1', 'act 2', 'adjust 2']);
    expect(engine.turn).toBe(2);
  });

  it('goes on after the turn that its state is of', () => {
    const state: Ledger = { log: [], total: 0 };
    const engine = new TurnEngine({ state, phases: [logged('act')], invariants: [], turn: 41 });
    expect([engine.turn, engine.advance(), state.log]).toEqual([41, 42, ['act 42']]);
  });

  it('checks the invariants at the start and after the phases of each turn', () => {
    const engine = new TurnEngine<Ledger>({
      state: { log: [], total: 3 },
      phases: [{ name: 'leak', run: (state) => void (state.total -= 2) }],
      invariants: [
        { name: 'none', residual: () => 0 },
        { name: 'total', residual: (state) => Math.abs(state.total) },
      ],
    });
    expect([...engine.residuals]).toEqual([0, 3]);
    engine.advance();
    expect([...engine.residuals]).toEqual([0, 1]);
  });

  it('names the turn and the phase of an error, and does not count the turn', () => {
    const cause = new RangeError('Transfer: expected an amount.');
    const fail = (): void => {
      throw cause;
    };
    const engine = new TurnEngine({ state: {}, phases: [{ name: 'act', run: fail }], invariants: [] });
    let caught: unknown;
    try {
      engine.advance();
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).message).toBe(
      'Turn 1, phase "act": expected it to complete, got an error: Transfer: expected an amount. Start again from the last completed turn.',
    );
    expect((caught as Error).cause).toBe(cause);
    expect(engine.turn).toBe(0);
  });
});
