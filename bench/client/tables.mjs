// The figures as Markdown: a row per case and figure, a column per subject and form.

/** @typedef {import('./cases.mjs').Measure} Measure */
/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./rounds.mjs').Described} Described */

/** Whose best form is 1 in every row. */
export const REFERENCE = 'prom-client';

/**
 * @param {Measure} measure
 * @param {readonly Described[]} subjects
 * @param {Results} results
 * @returns {string}
 */
export function renderMeasure(measure, subjects, results) {
  const columns = subjects.flatMap(({ name, title, forms }) =>
    (forms[measure.name] ?? []).map((form) => ({ subject: name, form, heading: form === '' ? title : `${title} \`${form}\`` })),
  );
  const referenceForms = subjects.find(({ name }) => name === REFERENCE)?.forms[measure.name] ?? [];
  const rows = measure.cases.flatMap(({ name }) =>
    Object.entries(measure.figures).map(([figure, figureTitle]) => {
      const place = { measure: measure.name, case: name, figure };
      const reference = results.best({ ...place, subject: REFERENCE, forms: referenceForms });
      const cells = columns.map(({ subject, form }) => formatCell(results.median({ ...place, subject, form }), reference));
      return tableRow([figureTitle === '' ? name : `${name}, ${figureTitle}`, ...cells]);
    }),
  );
  const alignment = tableRow(['---', ...columns.map(() => '--:')]);
  const heading = tableRow([measure.unit, ...columns.map((column) => column.heading)]);
  return [`### ${measure.title}`, '', heading, alignment, ...rows, ''].join('\n');
}

/** @param {readonly string[]} cells */
export function tableRow(cells) {
  return `| ${cells.join(' | ')} |`;
}

/**
 * Formats a number to three digits.
 * @param {number} value
 */
export function formatNumber(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/**
 * @param {number} value
 * @param {number} reference
 */
function formatCell(value, reference) {
  if (Number.isNaN(value)) return '';
  if (Number.isNaN(reference)) return formatNumber(value);
  return `${formatNumber(value)} (${formatNumber(reference / value)}×)`;
}
