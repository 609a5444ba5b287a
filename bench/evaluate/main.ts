import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../../test/support/start-simulator.ts';
import { launch } from '../launch.ts';
import { runCommand } from '../run-command.ts';
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
    process.exitCode = await runCommand(commandLine, { url: launched.url, dataDirectory });
  } finally {
    await launched.stop();
  }
} finally {
  await simulator.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
