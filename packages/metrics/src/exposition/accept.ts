/**
 * Reads the headers by which a client says what it accepts, Accept and Accept-Encoding: lists of names with parameters
 * and a quality (RFC 9110, sections 5.6.6, 12.4.2, 12.5.1 and 12.5.3). Anyone may send anything there, so the work is
 * bounded, and an element that is malformed is left out; nothing throws.
 */

/** One element of the list. */
export interface Accepted {
  /** A media range as `text/plain` or `text/*`, or a content coding as `gzip`; in lower case. */
  readonly name: string;
  /** Without `q`: the names in lower case, the values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 … 1, where 0 means not acceptable. Default: 1. */
  readonly quality: number;
}

/** What is longer is read up to here; an element that this cuts in two is left out. */
const MAX_LENGTH = 8192;
const MAX_ELEMENTS = 64;

const NAME = /^[\w!#$%&'*+.^`|~-]+(?:\/[\w!#$%&'*+.^`|~-]+)?$/;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const QUOTED_STRING = /^"(?:[^"\\]|\\.)*"$/s;
/** As the RFC has it, but with any number of digits, and `.5` for `0.5`, which some clients send. */
const QUALITY = /^(?:0?\.\d+|0\.?|1(?:\.0*)?)$/;

/**
 * Returns the elements of the header in their order: of the first 64, and of the first 8,192 characters, those that are
 * well-formed. Blanks are allowed around every part. An element is malformed when its name is, when a parameter is, when
 * a parameter is there twice, and when its quality is not a number 0 … 1.
 */
export function parseAccept(header: string): Accepted[] {
  const elements = splitOutsideQuotes(header.slice(0, MAX_LENGTH), ',');
  if (header.length > MAX_LENGTH) elements.pop();
  return elements.slice(0, MAX_ELEMENTS).flatMap((element) => parseElement(element) ?? []);
}

function parseElement(element: string): Accepted | undefined {
  const [name, ...assignments] = splitOutsideQuotes(element, ';').map((part) => part.trim());
  if (name === undefined || !NAME.test(name)) return undefined;
  const parameters = parseParameters(assignments);
  const quality = parameters?.get('q') ?? '1';
  if (parameters === undefined || !QUALITY.test(quality)) return undefined;
  parameters.delete('q');
  return { name: name.toLowerCase(), parameters, quality: Number(quality) };
}

function parseParameters(assignments: readonly string[]): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const assignment of assignments) {
    if (assignment === '') continue;
    const equals = assignment.indexOf('=');
    const name = assignment.slice(0, Math.max(equals, 0)).trimEnd().toLowerCase();
    const value = parseValue(assignment.slice(equals + 1).trimStart());
    if (!TOKEN.test(name) || value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function parseValue(text: string): string | undefined {
  if (TOKEN.test(text)) return text;
  return QUOTED_STRING.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : undefined;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === '\\') i++;
    else if (!isQuoted && character === separator) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
