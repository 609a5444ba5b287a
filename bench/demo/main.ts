import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { startSimulator } from '../../test/support/start-simulator.ts';
import { launch } from '../launch.ts';
import { runCommand } from '../run-command.ts';
import { createServiceClient } from '../service-client.ts';
import { bankConfig, scheduleModels } from './simulated-bank.ts';

// `node --import tsx bench/demo/main.ts demo …`: plays the demo against a server of its own whose models are the
// provider simulator, and keeps it until Ctrl-C, so that its screens can be looked at.
const SUPPORT_DESK = join(projectRoot, 'demo', 'support-desk', 'footnote.config.yaml');
const commandLine = process.argv.slice(2);
const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-demo-'));
const simulator = await startSimulator();
try {
  const configPath = join(dataDirectory, 'simulated.yaml');
  await scheduleModels(simulator);
  const supportDesk = await readFile(SUPPORT_DESK, 'utf8');
  await writeFile(configPath, bankConfig(simulator.baseUrl, supportDesk));
  const launched = await launch({ dataDirectory, databaseUrl: null, configPath, hasDemo: true });
  const server = { url: launched.url, dataDirectory };
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  try {
    await createServiceClient(launched.url, dataDirectory).finishIngest();
    process.exitCode = await runCommand([...commandLine, '--with-models'], server);
    if (process.exitCode === 0) {
      await runCommand(['sign-in'], server);
      process.stderr.write('The server runs until Ctrl-C; then all of it is removed.\n');
      await interrupted;
    }
  } finally {
    await launched.stop();
  }
} finally {
  await simulator.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
