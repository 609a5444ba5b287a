import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeEnd } from '../../platform/child-process.ts';
import { AppError } from '../../platform/errors.ts';
import { loaderArguments } from '../../platform/loader-arguments.ts';
import type {
  ChildMessage,
  ChildSettings,
  DownloadProgress,
  ModelCommand,
  ModelInput,
  Writing,
  WritingInput,
} from './child-messages.ts';
import { childEnvironment } from './config.ts';

/** The hub that models come from unless a mirror is named, and the revision that is taken. */
export const DEFAULT_HUB_URL = 'https://huggingface.co/';
export const DEFAULT_REVISION = 'main';

type Reply = Extract<ChildMessage, { readonly kind: 'computed' | 'written' }>;

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

/** A command without the id that it is sent with. */
type Wish =
  ({ readonly kind: 'compute' } & ModelInput) | ({ readonly kind: 'write' } & WritingInput);

/** A process from its start to its end. */
interface Running {
  readonly process: ChildProcess;
  /** How many numbers the model gives for a text, once it is loaded. */
  readonly loaded: Promise<number>;
}

/**
 * A local model in a process of its own: inference is native code, which blocks the thread that it runs on, and takes
 * the whole process with it when it fails. Requests wait here for the reply with their id; a process that has ended by
 * itself is started again by the next request.
 */
export class ModelChild {
  /** How many numbers the model gives for a text, once it is loaded; 0 for one that writes. */
  readonly ready: Promise<number>;
  readonly #settings: ChildSettings;
  readonly #onProgress: (progress: DownloadProgress) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #closing = new AbortController();
  #running: Running | null = null;
  #lastId = 0;

  constructor(
    settings: ChildSettings,
    onProgress: (progress: DownloadProgress) => void = () => undefined,
  ) {
    this.#settings = settings;
    this.#onProgress = onProgress;
    this.ready = this.#run().loaded;
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
    this.#closing.abort(new AppError('unavailable', 'The local model is closed.'));
    const child = this.#running?.process;
    if (child === undefined) return;
    // This process might end before it hears of the other's end.
    child.ref();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async #ask(wish: Wish, { signal, onPiece = () => undefined }: Asking): Promise<Reply> {
    this.#closing.signal.throwIfAborted();
    signal?.throwIfAborted();
    const { process: child } = this.#running ?? this.#run();
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onPiece });
    });
    const giveUp = () => {
      this.#take(id)?.reject(abortError(signal?.reason));
      send(child, { kind: 'give_up', id });
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    hold(child, true);
    // What comes while the model is being loaded waits in the channel.
    send(child, { ...wish, id });
    try {
      return await reply;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) hold(child, false);
    }
  }

  #run(): Running {
    const child = startChild(this.#settings);
    const loaded = new Promise<number>((resolve, reject) => {
      const stop = (failure: AppError) => {
        // Its exit may be heard of when another one runs already.
        if (this.#running?.process !== child) return;
        this.#running = null;
        reject(failure);
        for (const id of this.#waiting.keys()) this.#take(id)?.reject(failure);
      };
      child.on('message', (message: ChildMessage) => {
        if (message.kind === 'progress') this.#onProgress(message.progress);
        else if (message.kind === 'ready') {
          if (this.#waiting.size === 0) hold(child, false);
          resolve(message.width);
        } else if (message.kind === 'not_loaded') stop(notLoaded(this.#settings, message.reason));
        else this.#settle(message);
      });
      child.on('error', (error) => stop(ended(error.message, error)));
      child.on('exit', (code, signal) => {
        const { aborted, reason } = this.#closing.signal;
        stop(aborted && reason instanceof AppError ? reason : ended(describeEnd({ code, signal })));
      });
    });
    // Whoever waits is told of a failure by itself.
    loaded.catch(() => undefined);
    this.#running = { process: child, loaded };
    return this.#running;
  }

  #settle(message: Extract<ChildMessage, { id: number }>): void {
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
}

function startChild(settings: ChildSettings): ChildProcess {
  const isFromSource = import.meta.url.endsWith('.ts');
  const main = new URL(`model-child-main.${isFromSource ? 'ts' : 'js'}`, import.meta.url);
  return fork(fileURLToPath(main), [JSON.stringify(settings)], {
    execArgv: [...loaderArguments(main)],
    env: childEnvironment(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** A command to a child that has gone is told of by its exit. */
function send(child: ChildProcess, command: ModelCommand): void {
  child.send(command, () => undefined);
}

/** Whether this process stays for what the child has to say. */
function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function notLoaded(settings: ChildSettings, reason: string): AppError {
  const { model, dtype, cacheFolder, hubUrl } = settings;
  return new AppError(
    'unavailable',
    `The local model ${model} (${dtype}) could not be loaded: ${reason} ` +
      `Let this machine reach ${hubUrl} once, or copy the model's files to ${cacheFolder}/${model}, ` +
      'or choose another dtype or the builtin one in the configuration.',
  );
}

function ended(how: string, cause?: Error): AppError {
  return new AppError('unavailable', `The process of the local model has ended (${how}).`, {
    cause,
  });
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('The caller gave up.', 'AbortError');
}
