// The layers and what each may import: the whole rule, as data. A layer is named after its package and folder.

/** Part of the sources; folders end in `/`. */
export interface Layer {
  readonly name: string;
  readonly paths: readonly string[];
  /** Names of layers and of packages of the workspace. A layer always may import itself. Default: nothing. */
  readonly mayImport?: readonly string[];
  /** Of these only types. */
  readonly mayImportTypes?: readonly string[];
  /** Takes the clock and the random source as arguments: no Node modules, no time, chance, timers or I/O. */
  readonly isPure?: true;
  /** Runs wherever there is `fetch`: no Node modules, but time, chance and timers as every runtime has them. */
  readonly isPortable?: true;
  /** May use packages from the registry. The packages of the library have no dependencies, the application's rules neither. */
  readonly mayUseDependencies?: true;
  /** May import every layer, and only tests may import it. */
  readonly isForTests?: true;
}

const LIBRARY = 'packages/metrics/src';
const APPLICATION = 'apps/tradesim/src';

/** Names of packages that stand for any of their exports. */
const METRICS = '@tradesim/metrics';
const SIMULATION = '@tradesim/simulation';

const APPLICATION_LAYERS = ['domain', 'scenarios', 'application services', 'simulation-service', 'messages', 'server', 'cli'];

export const LAYERS: readonly Layer[] = [
  { name: 'model', paths: [`${LIBRARY}/model/`], isPure: true },
  { name: 'timing', paths: [`${LIBRARY}/timing/`], mayImport: ['model'], isPortable: true },
  { name: 'instruments', paths: [`${LIBRARY}/instruments/`], mayImport: ['model'], isPure: true },
  { name: 'exposition', paths: [`${LIBRARY}/exposition/`], mayImport: ['model'], isPure: true },
  { name: 'journal', paths: [`${LIBRARY}/journal/`], mayImport: ['model'] },
  { name: 'registry', paths: [`${LIBRARY}/registry/`], mayImport: ['model', 'timing', 'instruments', 'exposition'], isPortable: true },
  { name: 'adoption', paths: [`${LIBRARY}/adoption/`], mayImport: ['model'], isPortable: true },
  { name: 'services', paths: [`${LIBRARY}/services/`], mayImport: ['model', 'timing', 'instruments'], isPortable: true },
  { name: 'system', paths: [`${LIBRARY}/system/`], mayImport: ['model', 'instruments'] },
  {
    name: 'scrape',
    paths: [`${LIBRARY}/scrape/`],
    mayImport: ['model', 'timing', 'exposition'],
    mayImportTypes: ['instruments'],
    isPortable: true,
  },
  { name: 'fetch', paths: [`${LIBRARY}/fetch/`], mayImport: ['model', 'timing', 'exposition', 'scrape'], isPortable: true },
  { name: 'exporter', paths: [`${LIBRARY}/exporter/`], mayImport: ['model', 'timing', 'exposition', 'scrape'] },
  { name: 'testing', paths: [`${LIBRARY}/testing/`], isForTests: true },
  { name: 'index', paths: [`${LIBRARY}/index.ts`], mayImport: ['model', 'timing', 'instruments', 'registry'] },

  { name: 'simulation', paths: ['packages/simulation/src/'], isPure: true },

  { name: 'domain', paths: [`${APPLICATION}/domain/`], mayImport: [SIMULATION], isPure: true },
  { name: 'scenarios', paths: [`${APPLICATION}/scenarios/`], mayImport: ['domain'], mayUseDependencies: true },
  { name: 'application services', paths: [`${APPLICATION}/services/`], mayImport: ['domain', METRICS] },
  {
    name: 'simulation-service',
    paths: [`${APPLICATION}/simulation-service/`, `${APPLICATION}/simulation-service.ts`],
    mayImport: ['domain', 'scenarios', 'application services', METRICS],
    mayUseDependencies: true,
  },
  { name: 'recording', paths: [`${APPLICATION}/recording/`], mayImport: [METRICS] },
  { name: 'query', paths: [`${APPLICATION}/query/`], mayUseDependencies: true },
  { name: 'messages', paths: [`${APPLICATION}/server/messages.ts`], mayImport: APPLICATION_LAYERS },
  { name: 'server', paths: [`${APPLICATION}/server/`], mayImport: [...APPLICATION_LAYERS, METRICS], mayUseDependencies: true },
  {
    name: 'cli',
    paths: [`${APPLICATION}/cli/`],
    mayImport: [...APPLICATION_LAYERS, 'query', 'recording', METRICS],
    mayUseDependencies: true,
  },
  { name: 'web', paths: ['apps/tradesim/web/'], mayImportTypes: ['messages'], mayUseDependencies: true },
];
