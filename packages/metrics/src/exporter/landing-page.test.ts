import { describe, expect, it } from 'vitest';
import { renderLandingPage } from './landing-page.ts';

const PAGE = { title: 'Shop', description: 'Sells things.', state: [], scheme: 'http', address: '127.0.0.1:8000' } as const;
const HOSTILE = `<script>alert("1")</script>'&`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;';

describe('renderLandingPage', () => {
  it('shows title, description, state and what to tell Prometheus', () => {
    const page = renderLandingPage({
      ...PAGE,
      state: [
        ['ok', true],
        ['turn', 7],
        ['state', 'running'],
        ['journal', { state: 'open' }],
        ['failure', null],
      ],
    });
    expect(page).toContain('<title>Shop</title>');
    expect(page).toContain('<h1>Shop</h1>\n<p>Sells things.</p>');
    expect(page.match(/<dt>.*<\/dd>/g)).toEqual([
      '<dt>ok</dt><dd>true</dd>',
      '<dt>turn</dt><dd>7</dd>',
      '<dt>state</dt><dd>running</dd>',
      '<dt>journal state</dt><dd>open</dd>',
      '<dt>failure</dt><dd>null</dd>',
    ]);
    expect(page).toContain(`scrape_configs:
  - job_name: 'shop'
    scrape_interval: 5s
    static_configs:
      - targets: ['127.0.0.1:8000']</code></pre>`);
  });

  it.each([
    ['title', { title: HOSTILE }, 2],
    ['description', { description: HOSTILE }, 1],
    ['address', { address: HOSTILE }, 1],
    ['label of a state', { state: [[HOSTILE, 1]] as const }, 1],
    ['text of a state', { state: [['x', HOSTILE]] as const }, 1],
  ])('escapes a hostile %s', (_, hostile, times) => {
    const page = renderLandingPage({ ...PAGE, ...hostile });
    expect(page.split(ESCAPED)).toHaveLength(times + 1);
    expect(page).not.toContain('<script');
    expect(page.replaceAll(ESCAPED, '')).not.toContain('alert(');
  });

  it('escapes text within a state that is an object', () => {
    const page = renderLandingPage({ ...PAGE, state: [['x', { y: '<script>' }]] });
    expect(page).toContain('<dt>x y</dt><dd>&lt;script&gt;</dd>');
  });

  it('has no line for a state that JSON would leave out', () => {
    expect(
      renderLandingPage({
        ...PAGE,
        state: [
          ['absent', undefined],
          ['method', () => 1],
          ['ok', true],
        ],
      }).match(/<dt>.*<\/dd>/g),
    ).toEqual(['<dt>ok</dt><dd>true</dd>']);
  });

  it.each([
    ['My Shop, Ltd.', 'my-shop-ltd'],
    ['2024', '2024'],
    ['日本', 'exporter'],
    ['', 'exporter'],
    [HOSTILE, 'script-alert-1-script'],
  ])('makes of the title %j a job name that YAML reads as text', (title, job) => {
    expect(renderLandingPage({ ...PAGE, title })).toContain(`  - job_name: '${job}'\n`);
  });

  it('asks nothing of anybody else: no scripts, styles, images or links but to its own paths', () => {
    const page = renderLandingPage(PAGE);
    expect([...page.matchAll(/(?:href|src|action|url|@import)\s*[=(]?\s*["']?([^"')\s>]*)/g)].map(([, target]) => target)).toEqual([
      'metrics',
      'health',
    ]);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed)\b|https?:/);
  });
});
