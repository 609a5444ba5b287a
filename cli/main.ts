import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings } from './config.ts';
import { describeError } from './describe-error.ts';
import { runCli } from './run-cli.ts';
import { createSendRequest } from './send-request.ts';
import type { OutputStream } from './terminal.ts';

const DEFAULT_COLUMNS = 80;

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    isTty: stream.isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS;
    },
    write: (text) => void stream.write(text),
  };
}

// `footnote traces | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  const settings = readSettings();
  process.exitCode = await runCli(process.argv.slice(2), {
    settings,
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    clock: { now: () => performance.now(), sleep: (milliseconds) => sleep(milliseconds) },
    nodeVersion: process.versions.node,
    newId: randomUUID,
    send: createSendRequest(settings.url),
  });
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
