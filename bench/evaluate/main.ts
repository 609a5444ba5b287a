import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { startSimulator } from '../../test/support/start-simulator.ts';
import { launcherEnvironment } from '../config.ts';
import { launch } from '../launch.ts';
import { createServiceClient } from '../service-client.ts';
import { scheduleModels, simulatedConfig } from './simulated-config.ts';

// `node --import tsx bench/evaluate/main.ts evaluate …`: a command line against a server of its own, which answers
// about the demo's documents with the provider simulator as its models.
const commandLine = process.argv.slice(2);
const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-evaluate-'));
const simulator = await startSimulator();
try {
  const configPath = join(dataDirectory, 'simulated.yaml');
  await scheduleModels(simulator);
  await writeFile(configPath, simulatedConfig(simulator.baseUrl));
  const launched = await launch({ dataDirectory, databaseUrl: null, configPath, hasDemo: true });
  try {
    await createServiceClient(launched.url, dataDirectory).finishIngest();
    process.exitCode = await runCommand(launched.url);
  } finally {
    await launched.stop();
  }
} finally {
  await simulator.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}

async function runCommand(url: string): Promise<number> {
  const main = join(projectRoot, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...commandLine], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: launcherEnvironment({
      FOOTNOTE_URL: url,
      FOOTNOTE_API_KEY: '',
      FOOTNOTE_DATA_DIR: dataDirectory,
    }),
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
