// Writes docs/metrics.md. Run by `npm run docs`, which builds first.
import { writeFileSync } from 'node:fs';
import { PAGE, metricsPage } from './metrics-page.js';

writeFileSync(PAGE, await metricsPage());
