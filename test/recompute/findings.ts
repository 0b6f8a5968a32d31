/** Collects what is wrong with a run, one message each: `<subject>: expected <rule>, got <value>`. */
export class Findings {
  readonly messages: string[];

  /** @param messages What is known to be wrong already. */
  constructor(messages: readonly string[] = []) {
    this.messages = [...messages];
  }

  add(subject: string, expected: string, got: unknown): void {
    this.messages.push(`${subject}: expected ${expected}, got ${typeof got === 'string' ? got : JSON.stringify(got)}`);
  }

  /** Adds a finding unless both are the same primitive value. */
  same(subject: string, expected: unknown, got: unknown): void {
    if (expected !== got) this.add(subject, JSON.stringify(expected), got);
  }
}

/** Names a record in a message by its turn, file and `seq`. */
export function recordSubject(record: { readonly turn: number; readonly seq: number }, file: string): string {
  return `turn ${record.turn}, ${file} seq ${record.seq}`;
}
