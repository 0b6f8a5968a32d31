import { expect, it } from 'vitest';
import { TurnRing } from './testing/turn-ring.ts';
import { commonLength, newestCommonTurn } from './turn-values.ts';

function ringOf(firstTurn: number, turns: number): TurnRing {
  const ring = new TurnRing(4, firstTurn);
  for (let i = 0; i < turns; i++) ring.push(i);
  return ring;
}

it.each([
  ['in step', ringOf(0, 9), ringOf(0, 9), 8, 4],
  ['of which one is a turn ahead', ringOf(0, 9), ringOf(0, 10), 8, 3],
  ['of which one began later', ringOf(0, 9), ringOf(7, 2), 8, 2],
  ['of which one is ahead by all that is kept', ringOf(0, 9), ringOf(0, 13), 8, 0],
  ['of which one left long ago', ringOf(0, 9), ringOf(0, 90), 8, -77],
  ['of which one has no turns yet', ringOf(0, 9), ringOf(9, 0), 8, 0],
])('series %s have so many turns in common', (_, one, other, newest, length) => {
  expect([newestCommonTurn(one, other), commonLength(one, other)]).toEqual([newest, length]);
  expect([newestCommonTurn(other, one), commonLength(other, one)]).toEqual([newest, length]);
});
