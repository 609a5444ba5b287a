import { openAsBlob } from 'node:fs';
import { messageOf } from '../../platform/errors.ts';
import { PgliteBackend } from './backend.ts';
import { parseClusterRequest } from './launch-message.ts';

/**
 * Makes a new cluster and ends. Making one takes 300 MB that a process does not give back, so the
 * process that goes on to serve the cluster is another.
 */
async function main(): Promise<void> {
  const { clusterDirectory, templateFile } = parseClusterRequest(process.argv[2]);
  const template = templateFile === undefined ? null : await openAsBlob(templateFile);
  const backend = await PgliteBackend.open({ clusterDirectory, template });
  await backend.close();
}

process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The embedded database cannot be made: ${messageOf(error)}\n`);
    process.exit(1);
  },
);
