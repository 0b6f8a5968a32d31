import { rolldown } from 'rolldown';

/** A script for the browser, made of a module and all that it imports. */
export interface BrowserBundle {
  readonly code: string;
  /** What the script still imports when it runs; a browser has none of it. */
  readonly imports: readonly string[];
}

/** Bundles and minifies a module as an application for the browser does. */
export async function bundleForBrowser(file: string): Promise<BrowserBundle> {
  const build = await rolldown({ input: file, platform: 'browser', external: /^node:/, logLevel: 'silent' });
  try {
    const { output } = await build.generate({ format: 'iife', minify: true });
    const [chunk] = output;
    return { code: chunk.code, imports: [...chunk.imports, ...chunk.dynamicImports] };
  } finally {
    await build.close();
  }
}
