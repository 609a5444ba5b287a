import { Worker } from 'node:worker_threads';
import { AppError } from '../../platform/errors.ts';
import type {
  DownloadProgress,
  ModelCommand,
  ModelInput,
  WorkerMessage,
  WorkerSettings,
  Writing,
  WritingInput,
} from './worker-messages.ts';

/** The hub that models come from unless a mirror is named, and the revision that is taken. */
export const DEFAULT_HUB_URL = 'https://huggingface.co/';
export const DEFAULT_REVISION = 'main';

type Reply = Extract<WorkerMessage, { readonly kind: 'computed' | 'written' }>;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly onPiece: (text: string) => void;
}

interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece of text as it is written. */
  readonly onPiece?: (text: string) => void;
}

/** A command without the id that the thread gives it. */
type Wish =
  ({ readonly kind: 'compute' } & ModelInput) | ({ readonly kind: 'write' } & WritingInput);

/** The worker as seen from the thread that asks: requests wait here for the reply with their id. */
export class ModelThread {
  /** How many numbers the model gives for a text, once it is loaded; 0 for one that writes. */
  readonly ready: Promise<number>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #failure: AppError | null = null;

  constructor(settings: WorkerSettings, onProgress?: (progress: DownloadProgress) => void) {
    this.#worker = startWorker(settings);
    this.ready = new Promise((resolve, reject) => {
      const stop = (failure: AppError) => {
        this.#stop(failure);
        reject(failure);
      };
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') onProgress?.(message.progress);
        else if (message.kind === 'ready') {
          this.#worker.unref();
          resolve(message.width);
        } else if (message.kind === 'not_loaded') stop(notLoaded(settings, message.reason));
        else this.#settle(message);
      });
      this.#worker.on('error', (error) => stop(stopped(error)));
      this.#worker.on('exit', () => stop(stopped()));
    });
  }

  /** Throws `AppError('unavailable')` when the model fails, and the signal's reason when the caller gives up. */
  async compute(input: ModelInput, signal?: AbortSignal): Promise<Float32Array> {
    const reply = await this.#ask({ kind: 'compute', ...input }, { signal });
    if (reply.kind !== 'computed') throw new TypeError('The local model has computed nothing.');
    return reply.values;
  }

  /** Goes on with a conversation; throws as `compute` does. */
  async write(input: WritingInput, asking: Asking): Promise<Writing> {
    const reply = await this.#ask({ kind: 'write', ...input }, asking);
    if (reply.kind !== 'written') throw new TypeError('The local model has written nothing.');
    return reply.writing;
  }

  async close(): Promise<void> {
    this.#stop(new AppError('unavailable', 'The local model is closed.'));
    await this.#worker.terminate();
  }

  async #ask(wish: Wish, { signal, onPiece = () => undefined }: Asking): Promise<Reply> {
    signal?.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onPiece });
    });
    const giveUp = () => {
      this.#take(id)?.reject(abortError(signal?.reason));
      this.#send({ kind: 'give_up', id });
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    this.#worker.ref();
    this.#send({ ...wish, id });
    try {
      return await reply;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  #send(command: ModelCommand): void {
    this.#worker.postMessage(command, []);
  }

  #settle(message: Extract<WorkerMessage, { id: number }>): void {
    if (message.kind === 'piece') {
      this.#waiting.get(message.id)?.onPiece(message.text);
      return;
    }
    const waiting = this.#take(message.id);
    if (message.kind === 'failed') {
      waiting?.reject(new AppError('unavailable', `The local model failed: ${message.reason}`));
    } else waiting?.resolve(message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** From the first failure on, every request fails with it. */
  #stop(failure: AppError): void {
    this.#failure ??= failure;
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(this.#failure);
  }
}

/** Compiled, the worker is its file. From the sources it must first register the loader that we run under. */
function startWorker(workerData: WorkerSettings): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./model-worker.js', import.meta.url), { workerData });
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const entry = JSON.stringify(new URL('./model-worker.ts', import.meta.url));
  const start = `import(${loader}).then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(start, { eval: true, execArgv: [], workerData });
}

function notLoaded(settings: WorkerSettings, reason: string): AppError {
  const { model, dtype, cacheFolder, hubUrl } = settings;
  return new AppError(
    'unavailable',
    `The local model ${model} (${dtype}) could not be loaded: ${reason} ` +
      `Let this machine reach ${hubUrl} once, or copy the model's files to ${cacheFolder}/${model}, ` +
      'or choose another dtype or the builtin one in the configuration.',
  );
}

function stopped(cause?: unknown): AppError {
  return new AppError('unavailable', 'The thread of the local model has stopped.', { cause });
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('The caller gave up.', 'AbortError');
}
