/** Scenarios: the parameters of a run, from presets, files and overrides. */
export { economyParameters } from './economy-parameters.ts';
export { isScenarioFile, loadScenario } from './load-scenario.ts';
export { ScenarioError } from './scenario-error.ts';
export type { Scenario } from './scenario-fields.ts';
