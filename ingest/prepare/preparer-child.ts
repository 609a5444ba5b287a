import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import { loaderArguments } from '../../platform/loader-arguments.ts';
import { describeFailure } from './describe-failure.ts';
import { isPrepareReply, type PrepareRequest } from './prepare-message.ts';
import type { FileToPrepare, PrepareOutcome } from './prepared-document.ts';
import type { DocumentToPrepare, PreparerOptions } from './preparer.ts';
import { watchMemory } from './watch-memory.ts';

export interface PreparerChildOptions extends Required<PreparerOptions> {
  /** Called when its process has been started. */
  readonly onReady: () => void;
  /** Called while it is busy, whenever it is known anew how much memory it holds. */
  readonly onMemory: () => void;
}

export type ChildOutcome = PrepareOutcome | { readonly kind: 'stopped' };

/** The lifetime of a child process and of the one document that it may be preparing. */
export class PreparerChild {
  readonly #options: PreparerChildOptions;
  #process: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isStarting = false;
  #heldMegabytes = 0;
  #stop: (() => void) | null = null;
  readonly #closing = new AbortController();

  constructor(options: PreparerChildOptions) {
    this.#options = options;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  get isRunning(): boolean {
    return this.#process?.connected === true;
  }

  /** As far as it is known: 0 where no system tells. */
  get heldMegabytes(): number {
    return this.isRunning ? this.#heldMegabytes : 0;
  }

  async run(document: DocumentToPrepare): Promise<ChildOutcome> {
    const signals = document.signal === undefined ? [] : [document.signal];
    const signal = AbortSignal.any([this.#closing.signal, ...signals]);
    signal.throwIfAborted();
    clearTimeout(this.#idleTimer);
    try {
      const child = await this.#readyChild().catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
      signal.throwIfAborted();
      return await this.#exchange(child, document, signal);
    } finally {
      this.#restUntilIdle();
    }
  }

  /** Ends what it is doing, which may be done again later. */
  stop(): void {
    this.#stop?.();
  }

  async rest(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#kill();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The preparer was closed'));
    await this.rest();
  }

  /** One request and its reply, or whatever comes in the reply's place. */
  async #exchange(
    child: ChildProcess,
    document: DocumentToPrepare,
    signal: AbortSignal,
  ): Promise<ChildOutcome> {
    const { maxResidentMegabytes, onMemory } = this.#options;
    const timeoutMs = this.#timeLimitOf(document);
    const id = (this.#lastId += 1);
    const release: (() => void)[] = [];
    const outcome = new Promise<ChildOutcome>((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        if (!isPrepareReply(message) || message.kind !== 'outcome') return;
        if (message.id === id) resolve(message.outcome);
      };
      const onExit = (code: number | null, signalName: string | null): void =>
        resolve(this.#describeExit(document, code, signalName));
      const onAbort = (): void => {
        child.off('exit', onExit);
        void this.#kill().then(() => reject(reasonOf(signal)));
      };
      const endWith = (end: ChildOutcome): void => {
        child.off('exit', onExit);
        void this.#kill().then(() => resolve(end));
      };
      const fail = (code: IngestErrorCode, problem: string): void =>
        endWith(describeFailure(code, document, problem));
      this.#stop = () => endWith({ kind: 'stopped' });
      const timer = setTimeout(() => {
        fail(
          'too_slow',
          `could not be read within ${Number((timeoutMs / 1_000).toPrecision(2))} s`,
        );
      }, timeoutMs);
      const stopWatching = watchMemory(child.pid ?? 0, (megabytes) => {
        this.#heldMegabytes = megabytes;
        if (megabytes <= maxResidentMegabytes) return onMemory();
        fail('unreadable', `needs more than ${maxResidentMegabytes} MB of memory to be read`);
      });
      child.on('message', onMessage).on('exit', onExit).on('error', reject);
      signal.addEventListener('abort', onAbort, { once: true });
      release.push(() => {
        this.#stop = null;
        clearTimeout(timer);
        stopWatching();
        child.off('message', onMessage).off('exit', onExit).off('error', reject);
        signal.removeEventListener('abort', onAbort);
      });
      // A send that fails means that the child is gone, which its exit reports.
      const request: PrepareRequest = { kind: 'prepare', id, file: fileOf(document) };
      child.send(request, () => undefined);
    });
    return await outcome.finally(() => release.forEach((undo) => undo()));
  }

  #timeLimitOf({ bytes }: DocumentToPrepare): number {
    const { timeoutMs, timeoutMsPerMegabyte } = this.#options;
    return timeoutMs + (bytes.length / 1_000_000) * timeoutMsPerMegabyte;
  }

  /** The running child, or a new one; its start does not count against a document's time. */
  async #readyChild(): Promise<ChildProcess> {
    if (this.#process?.connected === true) return this.#process;
    const child = this.#start();
    this.#process = child;
    this.#heldMegabytes = 0;
    this.#isStarting = true;
    try {
      await hearOfStart(child);
    } finally {
      this.#isStarting = false;
    }
    this.#options.onReady();
    return child;
  }

  /** The child gets no environment, so no key of the service, and a folder with nothing of ours in it. */
  #start(): ChildProcess {
    const { maxHeapMegabytes, childModule } = this.#options;
    const child = fork(fileURLToPath(childModule), {
      execArgv: [`--max-old-space-size=${maxHeapMegabytes}`, ...loaderArguments(childModule)],
      env: {},
      cwd: tmpdir(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('error', () => undefined);
    return child;
  }

  /** An idle child keeps neither this process alive nor its own memory for long. */
  #restUntilIdle(): void {
    this.#process?.unref();
    this.#process?.channel?.unref();
    this.#idleTimer = setTimeout(() => void this.#kill(), this.#options.idleMs);
    this.#idleTimer.unref();
  }

  async #kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    // An idle child is unreferenced, and this process might end before it hears of the child's end.
    child.ref();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #describeExit(
    document: DocumentToPrepare,
    code: number | null,
    signalName: string | null,
  ): PrepareOutcome {
    this.#process = null;
    const ranOutOfMemory = signalName === 'SIGABRT' || code === 134;
    if (ranOutOfMemory) {
      const megabytes = this.#options.maxHeapMegabytes;
      return describeFailure(
        'unreadable',
        document,
        `needs more than ${megabytes} MB of memory to be read`,
      );
    }
    const exit = signalName ?? `exit code ${code}`;
    const problem = `made its reader end unexpectedly (${exit})`;
    return { ...describeFailure('unreadable', document, problem), isCrash: true };
  }
}

function hearOfStart(child: ChildProcess): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', (code, signalName) => {
      reject(new Error(`The document reader did not start: ${signalName ?? `exit code ${code}`}`));
    });
  });
}

export function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('Reading the document was cancelled');
}

/** Exactly what the child needs: no signal, which cannot be sent. */
function fileOf(document: DocumentToPrepare): FileToPrepare {
  const { mime, bytes, givenTitle, fallbackTitle, chunking, language } = document;
  return { mime, bytes, givenTitle, fallbackTitle, chunking, language };
}
