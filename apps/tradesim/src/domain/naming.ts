/** Names without end and slugs without collisions, the same for the same seed. */
import type { Continent } from './parameters.ts';

/** A first name and where its bearer is at home. */
export interface Place {
  readonly name: string;
  readonly country: string;
  readonly continent: Continent;
}

export interface NameListOptions {
  /** How many first names there are. */
  readonly firstNames: number;
  readonly suffixes: readonly string[];
  /** Which first name the first entity gets; the seed chooses it. */
  readonly offset: number;
}

/**
 * Numbers the names of one kind of entity: the first names in turn, then each with each suffix, then with each suffix
 * and a number. The name of an entity depends on its own number and the seed only.
 */
export class NameList {
  readonly #options: NameListOptions;

  constructor(options: NameListOptions) {
    this.#options = options;
  }

  /** Returns which first name the entity bears. */
  firstName(entity: number): number {
    return (this.#options.offset + entity) % this.#options.firstNames;
  }

  /** Returns the entity's name, given its first name. */
  complete(entity: number, firstName: string): string {
    const { firstNames, suffixes } = this.#options;
    const round = Math.floor(entity / firstNames);
    if (round === 0) return firstName;
    const name = `${firstName} ${suffixes[(round - 1) % suffixes.length]!}`;
    const repetition = Math.floor((round - 1) / suffixes.length);
    return repetition === 0 ? name : `${name} ${repetition + 1}`;
  }
}

/** Gives out slugs (`[a-z0-9-]+`), each one once; a name that is taken gets a number. */
export class SlugRegistry {
  readonly #taken: Set<string>;

  /** @param reserved slugs that no entity may get. */
  constructor(reserved: readonly string[]) {
    this.#taken = new Set(reserved);
  }

  register(name: string): string {
    const slug = slugify(name);
    let unique = slug;
    for (let number = 2; this.#taken.has(unique); number += 1) unique = `${slug}-${number}`;
    this.#taken.add(unique);
    return unique;
  }
}

/** Accents are dropped, and whatever is neither a letter nor a digit becomes a hyphen. */
function slugify(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
