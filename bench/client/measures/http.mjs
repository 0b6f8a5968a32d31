// A scrape over HTTP, as the server's CPU time and as the client sees it.
import { bodyOf, withServer } from '../http-client.mjs';
import { collectGarbage, repeat } from '../timing.mjs';
import { CHANGES, ExpositionCheck, Figures } from './changes.mjs';

/** @typedef {import('../options.mjs').Effort} Effort */

/**
 * Milliseconds of a scrape, after all, one in a hundred or none of the series changed; no figures where the server does
 * not offer the encoding.
 * @param {{ subject: string, series: number, values: string, encoding: 'identity' | 'gzip', effort: Effort }} parameters
 * @returns {Promise<Record<string, number>>}
 */
export function measureHttp({ encoding, effort, ...parameters }) {
  return withServer(parameters, async (server) => {
    if ((await server.scrape(encoding)).encoding !== encoding) return {};
    const check = new ExpositionCheck();
    const figures = new Figures();
    const scrapeAfterEachChange = async () => {
      for (const [name, share] of CHANGES) {
        const expected = await server.ask({ command: 'change', share });
        collectGarbage();
        const scrape = await server.scrape(encoding);
        figures.add(`${name} cpu`, (await server.ask({ command: 'usage' })).cpuMs);
        figures.add(`${name} client`, scrape.milliseconds);
        check.accept(bodyOf(scrape), expected);
      }
    };
    await repeat(scrapeAfterEachChange, { repetitions: 1, repetitionMs: effort.warmUpMs });
    figures.clear();
    await repeat(scrapeAfterEachChange, { repetitions: effort.repetitions, repetitionMs: effort.warmUpMs });
    return figures.medians();
  });
}
