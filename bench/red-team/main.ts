import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator } from '../../test/support/start-simulator.ts';
import { launch } from '../launch.ts';
import { HOSTED, obedientConfig, watchSimulator } from './own-service.ts';
import { attackService } from './attack-service.ts';
import { renderMarkdown, renderText } from './render-card.ts';
import { isBreached, type ScoreCard } from './score-card.ts';
import { readGivenKey } from '../config.ts';

// `npm run footnote -- red-team`: attacks a service of its own, behind which the provider simulator does whatever
// anybody says; with --url a running one, in a collection of its own there.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    'per-category': { type: 'string', default: '24' },
    report: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    url: { type: 'string' },
  },
});
const plan = { seed: Number(values.seed), perCategory: Number(values['per-category']) };

const card = values.url === undefined ? await attackOwn() : await attackRunning(values.url);
process.stdout.write(values.json ? `${JSON.stringify(card, null, 2)}\n` : renderText(card));
for (const path of values.report) await writeFile(path, render(card, path));
process.exitCode = isBreached(card) ? 1 : 0;

async function attackOwn(): Promise<ScoreCard> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-red-team-'));
  const simulator = await startSimulator();
  try {
    const configPath = join(dataDirectory, 'obedient.yaml');
    await writeFile(configPath, obedientConfig(simulator.baseUrl));
    const service = await launch({ dataDirectory, databaseUrl: null, configPath });
    try {
      const address = {
        url: service.url,
        adminKey: await readKey(join(dataDirectory, 'admin-key')),
      };
      const watch = watchSimulator(simulator);
      return await attackService(address, { ...plan, hosted: HOSTED }, watch);
    } finally {
      await service.stop();
    }
  } finally {
    await simulator.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function attackRunning(url: string): Promise<ScoreCard> {
  const address = { url: url.replace(/\/+$/u, ''), adminKey: readGivenKey() };
  return attackService(address, { ...plan, hosted: 'auto' }, null);
}

async function readKey(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trim();
}

function render(scored: ScoreCard, path: string): string {
  switch (extname(path)) {
    case '.json':
      return `${JSON.stringify(scored, null, 2)}\n`;
    case '.md':
      return renderMarkdown(scored);
    default:
      return renderText(scored);
  }
}
