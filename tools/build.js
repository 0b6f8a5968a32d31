// Builds the workspace when it needs it. Exits 1 when the compiler finds an error.
import { build } from './build/build.js';

process.exitCode = (await build()) ? 0 : 1;
