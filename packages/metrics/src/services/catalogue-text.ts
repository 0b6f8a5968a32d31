/**
 * Text of any kind as Markdown that shows it as it is, in one line, and that ends no cell of a table: of CommonMark and of
 * the tables of GitHub (GFM 4.10).
 */

/** What begins something in Markdown, in HTML, in a template or in a formula; a backslash before it makes it plain. */
const SPECIAL = /[\\`*|<>[\]{}~&$#]/g;
/** Inside of a word an underscore is plain, so names stay readable. */
const EMPHASIS = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What every dialect shows as it is in a code span. */
const CODE = /^(?=\S)[^\\`|\p{C}\p{Zl}\p{Zp}]+(?<=\S)$/u;

/** Returns the text escaped, with one space for each stretch of spaces and line breaks. */
export function plainText(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(SPECIAL, String.raw`\$&`)
    .replaceAll(EMPHASIS, String.raw`\_`);
}

/** Returns the text as code; as plain text where code could not show it. */
export function codeText(text: string): string {
  return CODE.test(text) ? `\`${text}\`` : plainText(text);
}

/** Returns a table of cells that are Markdown already. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
