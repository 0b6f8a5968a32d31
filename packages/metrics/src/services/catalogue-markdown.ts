import { namedAlerts, prometheusDuration } from './catalogue-alerts.ts';
import type { NamedAlert } from './catalogue-alerts.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { codeText, markdownTable, plainText } from './catalogue-text.ts';
import { upperFirst } from './catalogue-title.ts';

/** What stands above the tables. */
export interface CatalogueMarkdownOptions {
  /** The heading. Default: 'Metrics'. */
  readonly title?: string;
  /** Markdown below the heading, which is not escaped. Default: none. */
  readonly introduction?: string;
}

const LEGEND =
  'A rise is what the help says; *good news* tells which direction is an improvement, where one is. A label is followed by the values it may take.';
const METRIC_HEADS = ['name', 'type', 'unit', 'labels', 'help', 'good news'];
const ALERT_HEADS = ['alert', 'when', 'for', 'severity', 'summary'];
const GOOD_NEWS = { up: 'rising', down: 'falling' } as const;

/**
 * Writes a catalogue as a document in Markdown: a table for each group, in the order of first appearance, and one of the
 * alerts. The same entries give the same text; whatever is in a help text or label, it stays in its cell.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 * const lines = catalogueMarkdown(catalogueOf([shop]), { title: 'Metrics of the shop' }).split('\n');
 * lines[0] // => '# Metrics of the shop'
 * lines.includes('| `shop_open_orders` | gauge |  |  | Orders not shipped yet. |  |') // => true
 */
export function catalogueMarkdown(entries: readonly CatalogueEntry[], options: CatalogueMarkdownOptions = {}): string {
  const { title = 'Metrics', introduction = '' } = options;
  const groups = [...new Set(entries.map(({ group }) => group))];
  const parts = [
    `# ${plainText(title)}`,
    introduction.trim(),
    LEGEND,
    ...groups.map((group) => groupSection(group, entries)),
    alertSection(namedAlerts(entries)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function groupSection(group: string, entries: readonly CatalogueEntry[]): string {
  const rows = entries.filter((entry) => entry.group === group).map(metricCells);
  return `## ${plainText(upperFirst(group))}\n\n${markdownTable(METRIC_HEADS, rows)}`;
}

function metricCells({ name, type, unit = '', labels, help, better }: CatalogueEntry): readonly string[] {
  return [codeText(name), type, plainText(unit), labelsCell(labels), plainText(help), better === undefined ? '' : GOOD_NEWS[better]];
}

function labelsCell(labels: CatalogueEntry['labels']): string {
  const valuesOf = (values: 'open' | readonly string[]): string =>
    values === 'open' ? 'any' : values.map((value) => codeText(value) || '(empty)').join(', ');
  return Object.entries(labels)
    .map(([label, values]) => `${codeText(label)}: ${valuesOf(values)}`)
    .join('; ');
}

function alertSection(alerts: readonly NamedAlert[]): string {
  return alerts.length === 0 ? '' : `## Alerts\n\n${markdownTable(ALERT_HEADS, alerts.map(alertCells))}`;
}

function alertCells({ name, alert: { expression, forSeconds, severity, summary } }: NamedAlert): readonly string[] {
  const duration = forSeconds === 0 ? 'at once' : prometheusDuration(forSeconds);
  return [codeText(name), codeText(expression), duration, severity, plainText(summary)];
}
