/** What the documentation of a package lacks, by the model that API Extractor makes of its declarations. */

/** A declaration, or a member of one. */
export interface ApiItem {
  readonly kind: string;
  readonly canonicalReference: string;
  /** Undefined for what has none by its kind: an entry point, a call signature. */
  readonly name?: string;
  readonly docComment?: string;
  readonly isProtected?: boolean;
  readonly members?: readonly ApiItem[];
  readonly excerptTokens?: readonly { readonly canonicalReference?: string }[];
  readonly extendsTokenRange?: TokenRange;
  readonly extendsTokenRanges?: readonly TokenRange[];
  readonly implementsTokenRanges?: readonly TokenRange[];
}

interface TokenRange {
  readonly startIndex: number;
  readonly endIndex: number;
}

export interface DocumentationGaps {
  /** Exports, and public members of exported classes and interfaces, own and inherited, that have no doc comment. */
  readonly undocumented: readonly string[];
  /** Exported classes, functions and constants whose doc comment has no `@example`. */
  readonly withoutExample: readonly string[];
}

const SHOWN_IN_USE = new Set(['Class', 'Function', 'Variable']);

/**
 * Finds what is not documented. A member may leave its comment to the class or interface that declares it first, as
 * editors do; of overloads one is enough; constructors are documented by their class.
 * @param declarations all that an entry point exports, and what the exports build on
 */
export function documentationGaps(declarations: readonly ApiItem[]): DocumentationGaps {
  const byReference = new Map(declarations.map((item) => [item.canonicalReference, item]));
  const exported = declarations.filter(isExported);
  const reached = new Set(exported);
  // A set hands out what is added while it is iterated.
  for (const item of reached) for (const base of basesOf(item, byReference)) reached.add(base);
  return {
    undocumented: [
      ...exported.filter((item) => !hasComment(item)).map(nameOf),
      ...[...reached].flatMap((item) => undocumentedMembers(item, byReference)),
    ].toSorted(),
    withoutExample: exported
      .filter(({ kind, docComment }) => SHOWN_IN_USE.has(kind) && !docComment?.includes('@example'))
      .map(nameOf)
      .toSorted(),
  };
}

function undocumentedMembers(item: ApiItem, byReference: ReadonlyMap<string, ApiItem>): readonly string[] {
  const names = new Set((item.members ?? []).filter(isPublicMember).map(nameOf));
  return [...names].filter((name) => !isDocumented(name, item, byReference)).map((name) => `${nameOf(item)}.${name}`);
}

function isDocumented(member: string, item: ApiItem, byReference: ReadonlyMap<string, ApiItem>): boolean {
  const own = (item.members ?? []).filter((each) => nameOf(each) === member);
  return own.some(hasComment) || basesOf(item, byReference).some((base) => isDocumented(member, base, byReference));
}

/** What an item extends and implements, as far as it is declared here: of `Omit<Base, 'x'>` that is `Base`. */
function basesOf(item: ApiItem, byReference: ReadonlyMap<string, ApiItem>): readonly ApiItem[] {
  const extended = item.extendsTokenRange === undefined ? [] : [item.extendsTokenRange];
  const ranges = [...extended, ...(item.extendsTokenRanges ?? []), ...(item.implementsTokenRanges ?? [])];
  return ranges.flatMap(({ startIndex, endIndex }) => {
    const tokens = (item.excerptTokens ?? []).slice(startIndex, endIndex);
    return tokens.flatMap(({ canonicalReference }) => byReference.get(canonicalReference ?? '') ?? []).slice(0, 1);
  });
}

/** `package!Name:class` is exported, `package!~Name:class` is not. */
const isExported = ({ canonicalReference }: ApiItem): boolean => !canonicalReference.includes('!~');
const isPublicMember = ({ kind, isProtected = false }: ApiItem): boolean => kind !== 'Constructor' && !isProtected;
const hasComment = ({ docComment = '' }: ApiItem): boolean => docComment !== '';
const nameOf = ({ name, kind }: ApiItem): string => name ?? kind;
