/** Returns the directory in which the command was typed: npm changes to the package's own. */
export function typedIn(env: NodeJS.ProcessEnv): string {
  return env['INIT_CWD'] ?? process.cwd();
}
