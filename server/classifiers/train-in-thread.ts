import { Worker } from 'node:worker_threads';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { Training, TrainingInput } from './training-messages.ts';

/** Trains in a thread of its own, one at a time, so that answers go on meanwhile. */
export type TrainInThread = (input: TrainingInput, signal: AbortSignal) => Promise<Training>;

/** More would wait for minutes. */
const MAX_WAITING = 4;
const RETRY_AFTER_SECONDS = 30;
const MAX_HEAP_MB = 2_048;

/**
 * Throws `AppError('unavailable')` when too many wait, `AppError('too_large')` when the examples need more memory than
 * a training may have, and the signal's reason when the caller gives up.
 */
export function createTrainer(): TrainInThread {
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return async (input, signal) => {
    if (waiting >= MAX_WAITING) {
      throw new AppError('unavailable', 'Other classifiers are being trained: try again later.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    waiting += 1;
    const own = turn.then(async () => {
      signal.throwIfAborted();
      return await run(input, signal);
    });
    turn = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      waiting -= 1;
    }
  };
}

async function run(input: TrainingInput, signal: AbortSignal): Promise<Training> {
  const worker = startWorker(input);
  const giveUp = () => void worker.terminate();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await new Promise<Training>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', (error) => reject(explain(error)));
      worker.on('exit', () => {
        reject(signal.aborted ? abortError(signal.reason) : explain('The thread has stopped.'));
      });
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
}

/** Compiled, the worker is its file. From the sources it must first register the loader that we run under. */
function startWorker(workerData: TrainingInput): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MB };
  if (!import.meta.url.endsWith('.ts')) {
    const file = new URL('./training-worker.js', import.meta.url);
    return new Worker(file, { workerData, resourceLimits });
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const entry = JSON.stringify(new URL('./training-worker.ts', import.meta.url));
  const start = `import(${loader}).then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(start, { eval: true, execArgv: [], workerData, resourceLimits });
}

function explain(error: unknown): AppError {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new AppError(
      'too_large',
      `The examples need more than ${MAX_HEAP_MB} MB to train on: give fewer or shorter ones.`,
      { cause: error },
    );
  }
  return new AppError('internal', `Training failed: ${messageOf(error)}`, { cause: error });
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('The caller gave up.', 'AbortError');
}
