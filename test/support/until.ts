import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 10;
const LIMIT_MS = 20_000;

/** Asks again and again, for 20 seconds at most, and returns the first answer that is neither false nor undefined. */
export async function until<Answer>(what: string, ask: () => Answer | Promise<Answer>): Promise<Exclude<Answer, false | undefined>> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await delay(INTERVAL_MS)) {
    const answer = await ask();
    if (answer !== false && answer !== undefined) return answer as Exclude<Answer, false | undefined>;
  }
  throw new Error(`Waited in vain for ${what}.`);
}
