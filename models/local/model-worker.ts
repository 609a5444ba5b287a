import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../platform/errors.ts';
import { loadClaimScorer } from './load-claim-scorer.ts';
import { loadExtractor } from './load-extractor.ts';
import { loadPairScorer } from './load-pair-scorer.ts';
import { loadWriter } from './load-writer.ts';
import type { LoadedModel, LoadedWriter } from './loaded-model.ts';
import {
  WorkerSettings,
  type DownloadProgress,
  type ModelCommand,
  type WorkerMessage,
} from './worker-messages.ts';

/** The worker thread: inference blocks the thread that it runs on. */
async function main(): Promise<void> {
  let model: LoadedModel | LoadedWriter;
  try {
    const settings = WorkerSettings.parse(workerData);
    model = await load(settings, (progress) => send({ kind: 'progress', progress }));
  } catch (error) {
    return send({ kind: 'not_loaded', reason: reasonOf(error) });
  }
  const wanted = new Set<number>();
  let turn: Promise<void> = Promise.resolve();
  parentPort?.on('message', (command: ModelCommand) => {
    const { id } = command;
    if (command.kind === 'give_up') {
      wanted.delete(id);
      return;
    }
    wanted.add(id);
    turn = takeTurn(turn, async () => {
      if (wanted.has(id)) await answer(model, command, () => wanted.has(id));
      wanted.delete(id);
    });
  });
  send({ kind: 'ready', width: 'width' in model ? model.width : 0 });
}

async function takeTurn(before: Promise<void>, work: () => Promise<void>): Promise<void> {
  await before;
  await work();
}

function load(
  settings: WorkerSettings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel | LoadedWriter> {
  switch (settings.task) {
    case 'embed':
      return loadExtractor(settings, onProgress);
    case 'score_pairs':
      return loadPairScorer(settings, onProgress);
    case 'judge_claims':
      return loadClaimScorer(settings, onProgress);
    case 'write':
      return loadWriter(settings, onProgress);
    default:
      return settings satisfies never;
  }
}

async function answer(
  model: LoadedModel | LoadedWriter,
  command: Exclude<ModelCommand, { kind: 'give_up' }>,
  isWanted: () => boolean,
): Promise<void> {
  const { id } = command;
  try {
    if (command.kind === 'compute' && 'compute' in model) {
      send({ kind: 'computed', id, values: await model.compute(command) });
    } else if (command.kind === 'write' && 'write' in model) {
      const onPiece = (text: string) => send({ kind: 'piece', id, text });
      send({ kind: 'written', id, writing: await model.write(command, { onPiece, isWanted }) });
    } else {
      throw new TypeError(`The model cannot ${command.kind}.`);
    }
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
