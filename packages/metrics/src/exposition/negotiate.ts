/**
 * Chooses the exposition for a scrape by its Accept header (prometheus.io, "Content negotiation"; RFC 9110, section
 * 12.5.1). Decisions where these leave room:
 * - A version that is not written here is not acceptable, and the next best entry counts. That concerns OpenMetrics
 *   2.0.0, and also the draft 0.0.1: who asks for it did not say that it reads 1.0.0, and every scraper that asks for it
 *   also takes the text format.
 * - Without a version, OpenMetrics is 1.0.0, its first, and `text/plain` is 0.0.4.
 * - A range with asterisks names no format. It stands for text 0.0.4, and for OpenMetrics only where the header ranks
 *   it above text 0.0.4.
 * - Among equals, what is named comes before what an asterisk stands for; then OpenMetrics, text 1.0.0, text 0.0.4.
 * - Parameters other than `version`, `escaping` and `q` are ignored: charset, for example, is always UTF-8. Text 0.0.4
 *   has no `escaping`; elsewhere, a missing or unknown one means `underscores`.
 */
import { parseAccept } from './accept.ts';
import type { Accepted } from './accept.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import type { Exposition } from './content-type.ts';
import { isEscapingScheme } from './escape-name.ts';
import type { EscapingScheme } from './escape-name.ts';

interface Offer {
  readonly format: Exposition['format'];
  readonly mediaType: string;
  readonly version: string;
  readonly isDefaultVersion: boolean;
  /** Ranges with asterisks that stand for it, the least specific first. */
  readonly wildcards: readonly string[];
  readonly exposition: (escaping: EscapingScheme) => Exposition;
}

/** Where nothing else decides, the first is preferred when named, and the last when an asterisk stands for them. */
const OFFERS: readonly Offer[] = [
  {
    format: 'openmetrics',
    mediaType: 'application/openmetrics-text',
    version: '1.0.0',
    isDefaultVersion: true,
    wildcards: ['*/*', 'application/*'],
    exposition: (escaping) => version1('openmetrics', escaping),
  },
  {
    format: 'text',
    mediaType: 'text/plain',
    version: '1.0.0',
    isDefaultVersion: false,
    wildcards: [],
    exposition: (escaping) => version1('text', escaping),
  },
  {
    format: 'text',
    mediaType: 'text/plain',
    version: '0.0.4',
    isDefaultVersion: true,
    wildcards: ['*/*', 'text/*'],
    exposition: () => TEXT_0_0_4,
  },
];

/** How precisely an entry means an offer: by an asterisk (0 and 1), by its media type, by its version too. */
const BY_MEDIA_TYPE = 2;
const BY_VERSION = 3;

interface Match {
  readonly accepted: Accepted;
  readonly specificity: number;
}

interface Candidate extends Match {
  readonly offer: Offer;
  /** Lower is preferred. */
  readonly rank: number;
}

/**
 * Returns the exposition that suits the client best: the one of highest quality, text 0.0.4 when there is no header or
 * nothing in it is acceptable. Never throws, and reads a bounded part of the header.
 * @param formats what may be chosen. Default: all
 */
export function negotiate(accept: string | undefined, formats: readonly Exposition['format'][] = ['openmetrics', 'text']): Exposition {
  if (accept === undefined) return TEXT_0_0_4;
  const entries = parseAccept(accept);
  const offers = OFFERS.filter((offer) => formats.includes(offer.format));
  const best = offers.flatMap((offer, i) => candidate(offer, i, entries) ?? []).reduce<Candidate | undefined>(better, undefined);
  if (best === undefined) return TEXT_0_0_4;
  const escaping = best.specificity >= BY_MEDIA_TYPE ? best.accepted.parameters.get('escaping') : undefined;
  return best.offer.exposition(isEscapingScheme(escaping) ? escaping : 'underscores');
}

function candidate(offer: Offer, index: number, entries: readonly Accepted[]): Candidate | undefined {
  const match = entries.flatMap((accepted) => matchOf(accepted, offer) ?? []).reduce<Match | undefined>(morePrecise, undefined);
  if (match === undefined || match.accepted.quality === 0) return undefined;
  const rank = match.specificity >= BY_MEDIA_TYPE ? index : 2 * OFFERS.length - index;
  return { ...match, offer, rank };
}

function matchOf(accepted: Accepted, offer: Offer): Match | undefined {
  const specificity = specificityOf(accepted, offer);
  return specificity < 0 ? undefined : { accepted, specificity };
}

/** Returns -1 where the entry does not mean the offer. */
function specificityOf({ name, parameters }: Accepted, offer: Offer): number {
  if (name !== offer.mediaType) return offer.wildcards.indexOf(name);
  const version = parameters.get('version');
  if (version === undefined) return offer.isDefaultVersion ? BY_MEDIA_TYPE : -1;
  return version === offer.version ? BY_VERSION : -1;
}

/** The most specific entry says how good an offer is; of several, the best, for they may differ in their escaping. */
function morePrecise(best: Match | undefined, match: Match): Match {
  if (best === undefined || match.specificity > best.specificity) return match;
  return match.specificity === best.specificity && match.accepted.quality > best.accepted.quality ? match : best;
}

function better(best: Candidate | undefined, other: Candidate): Candidate {
  if (best === undefined || other.accepted.quality > best.accepted.quality) return other;
  return other.accepted.quality === best.accepted.quality && other.rank < best.rank ? other : best;
}
