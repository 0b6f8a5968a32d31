import { build } from './build.js';

/**
 * Builds before the first test, for the tests that start the application as a process. A compiler error does not stop the others,
 * which run on the sources; the application builds again by itself and refuses to start.
 */
export async function setup(): Promise<void> {
  if (!(await build())) process.stderr.write('The build failed: tests that start the application will fail.\n');
}
