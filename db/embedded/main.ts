import { messageOf } from '../../platform/errors.ts';
import { Bridge } from './bridge.ts';
import { parseOptions, type LaunchMessage } from './launch-message.ts';
import { openCluster } from './open-cluster.ts';

/** The process that holds the embedded database; `startEmbeddedDatabase` is its only caller. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv[2]);
  const cluster = await openCluster(options);
  const bridge = await Bridge.listen({
    backend: cluster.backend,
    serverVersion: cluster.backend.serverVersion,
    onBroken: fail,
    ...(options.idleTransactionMs === undefined
      ? {}
      : { idleTransactionMs: options.idleTransactionMs }),
  });

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    bridge
      .close()
      .then(() => cluster.close())
      .then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  tellParent({ kind: 'ready', connectionString: bridge.connectionString });
}

function tellParent(message: LaunchMessage): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  const message = messageOf(error);
  process.stderr.write(`The embedded database cannot go on: ${message}\n`);
  process.exit(1);
}

// The parent decides when the database stops: after everything that still writes to it.
process.on('SIGINT', () => {});
main().catch((error: unknown) => {
  const message: LaunchMessage = { kind: 'failed', message: messageOf(error) };
  if (process.send === undefined) fail(error);
  else process.send(message, () => process.exit(1));
});
