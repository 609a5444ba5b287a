import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../platform/errors.ts';
import { loadExtractor, type Extractor } from './load-extractor.ts';
import { WorkerSettings, type EmbedCommand, type WorkerMessage } from './worker-messages.ts';

/** The worker thread: inference blocks the thread that it runs on. */
async function main(): Promise<void> {
  let extractor: Extractor;
  try {
    const settings = WorkerSettings.parse(workerData);
    extractor = await loadExtractor(settings, (progress) => send({ kind: 'progress', progress }));
  } catch (error) {
    return send({ kind: 'not_loaded', reason: reasonOf(error) });
  }
  let turn: Promise<void> = Promise.resolve();
  parentPort?.on('message', (command: EmbedCommand) => {
    turn = turn.then(() => answer(extractor, command));
  });
  send({ kind: 'ready', dimensions: extractor.dimensions });
}

async function answer(extractor: Extractor, { id, texts }: EmbedCommand): Promise<void> {
  try {
    send({ kind: 'embedded', id, vectors: await extractor.extract(texts) });
  } catch (error) {
    send({ kind: 'failed', id, reason: reasonOf(error) });
  }
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message, message.kind === 'embedded' ? [message.vectors.buffer] : []);
}

/** One sentence, ended with a full stop. */
function reasonOf(error: unknown): string {
  const message = messageOf(error).trim();
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

await main();
