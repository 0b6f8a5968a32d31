/** The page at `/`: what this is, where the metrics are, how to have them scraped. */
export interface LandingPage {
  readonly title: string;
  readonly description: string;
  /** Lines of state, as label and value. A value that JSON leaves out has no line. */
  readonly state: readonly (readonly [label: string, value: unknown])[];
  readonly scheme: 'http' | 'https';
  /** Where the exporter is reached, `127.0.0.1:8000`. */
  readonly address: string;
}

/** Renders the page as one HTML document without scripts or outside requests. */
export function renderLandingPage({ title, description, state, scheme, address }: LandingPage): string {
  const rows = state.map(([label, value]) => stateLines(label, value)).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; }
dt { opacity: 0.75; }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
pre { padding: 1rem; border: 1px solid; border-radius: 0.25rem; overflow-x: auto; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(description)}</p>
<ul>
<li><a href="metrics">/metrics</a>: the metrics, for Prometheus</li>
<li><a href="health">/health</a>: whether all is well, for people and probes</li>
</ul>
<dl>
${rows}</dl>
<h2>Scrape it</h2>
<pre><code>scrape_configs:
  - job_name: '${jobName(title)}'
    scrape_interval: 5s${scheme === 'https' ? '\n    scheme: https' : ''}
    static_configs:
      - targets: ['${escapeHtml(address)}']</code></pre>
</main>
</body>
</html>
`;
}

/** An object is shown as one line per property. */
function stateLines(label: string, value: unknown): string {
  if (!isPlainObject(value)) return stateLine(label, value);
  return Object.entries(value)
    .map(([key, each]) => stateLine(`${label} ${key}`, each))
    .join('');
}

/** Names of code become words. */
function stateLine(label: string, value: unknown): string {
  const text: string | undefined = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? '' : `<dt>${escapeHtml(inWords(label))}</dt><dd>${escapeHtml(text)}</dd>\n`;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes `lastTurnAgeSeconds` as `last turn age seconds`. */
function inWords(label: string): string {
  return label.replaceAll(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

function jobName(title: string): string {
  return (
    title
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? 'exporter'
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
