import { configDefaults, defineConfig } from 'vitest/config';
import { SummaryReporter } from './tools/reporter/summary-reporter.ts';

// Packages of the workspace resolve to their sources; the other conditions are vite's defaults for code that runs in Node.
const conditions = ['@tradesim/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Wherever a test stands, it runs.
    include: ['**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/dist/**', '.cache/**'],
    globalSetup: 'tools/build/vitest-setup.ts',
    reporters: ['default', new SummaryReporter()],
    // A process per file: metrics of the process, signal handlers and exit codes do not leak from one to the next.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
