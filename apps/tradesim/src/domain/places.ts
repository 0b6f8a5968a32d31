import { CONTINENTS } from './parameters.ts';
import { NameList } from './naming.ts';
import type { Place } from './naming.ts';
import type { GenerationOptions } from './generation-options.ts';

/** Who the companies or suppliers are and where they are at home. */
export interface PlaceColumns {
  readonly name: readonly string[];
  readonly slug: readonly string[];
  readonly country: readonly string[];
  /** Index into CONTINENTS. */
  readonly continent: Uint8Array;
}

export interface PlacedNames {
  readonly places: readonly Place[];
  readonly suffixes: readonly string[];
  /** The entity of the stream `names` that belongs to this kind. */
  readonly streamEntity: number;
}

/** Names `count` entities and gives each the country and continent of its first name. */
export function settle(count: number, from: PlacedNames, options: GenerationOptions): PlaceColumns {
  const firstNames = from.places.length;
  const offset = options.streams.names.at(0, from.streamEntity).integer(0, firstNames - 1);
  const names = new NameList({ firstNames, suffixes: from.suffixes, offset });
  const columns = { name: [] as string[], slug: [] as string[], country: [] as string[], continent: new Uint8Array(count) };
  for (let entity = 0; entity < count; entity += 1) {
    const place = from.places[names.firstName(entity)]!;
    const name = names.complete(entity, place.name);
    columns.name.push(name);
    columns.slug.push(options.slugs.register(name));
    columns.country.push(place.country);
    columns.continent[entity] = CONTINENTS.indexOf(place.continent);
  }
  return columns;
}
