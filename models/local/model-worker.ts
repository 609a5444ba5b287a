import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../platform/errors.ts';
import { loadClaimScorer } from './load-claim-scorer.ts';
import { loadExtractor } from './load-extractor.ts';
import { loadPairScorer } from './load-pair-scorer.ts';
import type { LoadedModel } from './loaded-model.ts';
import {
  WorkerSettings,
  type DownloadProgress,
  type ModelCommand,
  type WorkerMessage,
} from './worker-messages.ts';

/** The worker thread: inference blocks the thread that it runs on. */
async function main(): Promise<void> {
  let model: LoadedModel;
  try {
    const settings = WorkerSettings.parse(workerData);
    model = await load(settings, (progress) => send({ kind: 'progress', progress }));
  } catch (error) {
    return send({ kind: 'not_loaded', reason: reasonOf(error) });
  }
  let turn: Promise<void> = Promise.resolve();
  parentPort?.on('message', (command: ModelCommand) => {
    turn = turn.then(() => answer(model, command));
  });
  send({ kind: 'ready', width: model.width });
}

function load(
  settings: WorkerSettings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel> {
  switch (settings.task) {
    case 'embed':
      return loadExtractor(settings, onProgress);
    case 'score_pairs':
      return loadPairScorer(settings, onProgress);
    case 'judge_claims':
      return loadClaimScorer(settings, onProgress);
    default:
      return settings satisfies never;
  }
}

async function answer(model: LoadedModel, { id, ...input }: ModelCommand): Promise<void> {
  try {
    send({ kind: 'computed', id, values: await model.compute(input) });
  } catch (error) {
    send({ kind: 'failed', id, reason: reasonOf(error) });
  }
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message, message.kind === 'computed' ? [message.values.buffer] : []);
}

/** One sentence, ended with a full stop. */
function reasonOf(error: unknown): string {
  const message = messageOf(error).trim();
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

await main();
