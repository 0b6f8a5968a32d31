/** The public surface of a package as text: what to read in a review when the API changes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { documentationGaps } from './documentation.ts';
import type { ApiItem, DocumentationGaps } from './documentation.ts';

export interface ApiReport extends DocumentationGaps {
  /** Every export with its signature, and what the exports build on without exporting it; the same for the same declarations. */
  readonly text: string;
}

const MODEL = 'model.api.json';

/** The declarations are those of the compiler, which has checked them; nothing beyond the language is needed to read them. */
const TSCONFIG = {
  compilerOptions: { target: 'ES2022', lib: ['ES2023'], module: 'NodeNext', strict: true, skipLibCheck: true, types: ['node'] },
};

/**
 * Reports what a declaration file exports.
 * @param packageFolder holds the package.json
 * @param declarations path of the declaration file in it
 */
export function apiReport(packageFolder: string, declarations: string): ApiReport {
  const folder = mkdtempSync(join(tmpdir(), 'tradesim-api-'));
  try {
    Extractor.invoke(configuration(packageFolder, declarations, folder), {
      localBuild: true,
      messageCallback: (message) => {
        Object.assign(message, { handled: message.logLevel !== ExtractorLogLevel.Error });
      },
    });
    const text = readFileSync(join(folder, 'report.api.md'), 'utf8').replaceAll('\r\n', '\n');
    const model = JSON.parse(readFileSync(join(folder, MODEL), 'utf8')) as { readonly members: readonly [ApiItem] };
    return { text, ...documentationGaps(model.members[0].members ?? []) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(packageFolder: string, declarations: string, folder: string): ExtractorConfig {
  const reporting = { default: { logLevel: ExtractorLogLevel.None, addToApiReportFile: false } };
  return ExtractorConfig.prepare({
    configObjectFullPath: join(packageFolder, 'api-extractor.json'),
    packageJsonFullPath: join(packageFolder, 'package.json'),
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: join(packageFolder, declarations),
      newlineKind: 'lf',
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFolder: folder,
        reportTempFolder: join(folder, 'temporary'),
        reportFileName: 'report',
      },
      docModel: { enabled: true, apiJsonFilePath: join(folder, MODEL), includeForgottenExports: true },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      compiler: { overrideTsconfig: TSCONFIG },
      messages: { extractorMessageReporting: reporting, tsdocMessageReporting: reporting },
    },
  });
}

/**
 * Leaves out of a report what another one shows as well: the declarations that its exports build on, so that a change of
 * the core is seen once and not in the report of every subpath.
 */
export function withoutDeclarationsOf(other: string, text: string): string {
  const shown = new Set(partsOf(other).map(withoutExport));
  return partsOf(text)
    .filter((part) => !(part.startsWith(DECLARATION) && shown.has(part)))
    .join('\n\n');
}

const DECLARATION = '// @public';

/** The head of a report, its declarations, and its end, which begins with a note in brackets. */
const partsOf = (report: string): readonly string[] => report.split(/\n\n(?=\/\/ @public|\/\/ \(No )/);
const withoutExport = (declaration: string): string => declaration.replace(/^export /m, '');
