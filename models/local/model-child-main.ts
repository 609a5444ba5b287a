import { messageOf } from '../../platform/errors.ts';
import { loadClaimScorer } from './load-claim-scorer.ts';
import { loadExtractor } from './load-extractor.ts';
import { loadPairScorer } from './load-pair-scorer.ts';
import { loadSpanReader } from './load-span-reader.ts';
import { loadWriter } from './load-writer.ts';
import type { LoadedModel, LoadedWriter } from './loaded-model.ts';
import {
  ChildSettings,
  type DownloadProgress,
  type ModelCommand,
  type ChildMessage,
} from './child-messages.ts';

/** The process of one model: answers one command after the other, and ends when its parent is gone. */
function main(): void {
  process.on('disconnect', () => process.exit(0));
  // Who stops the service by a signal to all of it stops the parent, which ends this.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const settings = ChildSettings.parse(JSON.parse(process.argv[2] ?? ''));
  const loading = load(settings, (progress) => send({ kind: 'progress', progress })).then(
    (model) => {
      send({ kind: 'ready', width: 'width' in model ? model.width : 0 });
      return model;
    },
    (error: unknown) => {
      send({ kind: 'not_loaded', reason: reasonOf(error) }, () => process.exit(1));
      return null;
    },
  );
  const wanted = new Set<number>();
  let turn: Promise<void> = Promise.resolve();
  process.on('message', (command: ModelCommand) => {
    const { id } = command;
    if (command.kind === 'give_up') {
      wanted.delete(id);
      return;
    }
    wanted.add(id);
    turn = takeTurn(turn, async () => {
      const model = await loading;
      if (model !== null && wanted.has(id)) await answer(model, command, () => wanted.has(id));
      wanted.delete(id);
    });
  });
}

async function takeTurn(before: Promise<void>, work: () => Promise<void>): Promise<void> {
  await before;
  await work();
}

function load(
  settings: ChildSettings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel | LoadedWriter> {
  switch (settings.task) {
    case 'embed':
      return loadExtractor(settings, onProgress);
    case 'score_pairs':
      return loadPairScorer(settings, onProgress);
    case 'judge_claims':
      return loadClaimScorer(settings, onProgress);
    case 'read_spans':
      return loadSpanReader(settings, onProgress);
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

/** What a parent that has gone is sent is lost. */
function send(message: ChildMessage, onSent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, onSent);
}

/** One sentence, ended with a full stop. */
function reasonOf(error: unknown): string {
  const message = messageOf(error).trim();
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

main();
