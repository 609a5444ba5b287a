import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import { DEFAULT_PARSE_LIMITS } from '../parse/parsed-document.ts';
import { isPrepareReply, type PrepareRequest } from './prepare-message.ts';
import type { FileToPrepare, PrepareOutcome } from './prepared-document.ts';
import { watchMemory } from './watch-memory.ts';

export interface DocumentToPrepare extends FileToPrepare {
  readonly fileName: string;
  /** Aborting rejects the call with the signal's reason and kills the child. */
  readonly signal?: AbortSignal;
}

export interface Preparer extends AsyncDisposable {
  /** Resolves with an outcome for every file; rejects when the signal is aborted or the preparer closed. */
  prepare(document: DocumentToPrepare): Promise<PrepareOutcome>;
  /** Ends the child; what is running or waiting is rejected. */
  close(): Promise<void>;
}

export interface PreparerOptions {
  readonly timeoutMs?: number;
  /** Time that each megabyte of a file adds to that. */
  readonly timeoutMsPerMegabyte?: number;
  /** How long an unused child is kept. */
  readonly idleMs?: number;
  readonly maxHeapMegabytes?: number;
  readonly maxResidentMegabytes?: number;
  /** The module that the child runs, for tests that need one which misbehaves. */
  readonly childModule?: URL;
}

const isFromSource = import.meta.url.endsWith('.ts');

const DEFAULT_OPTIONS: Required<PreparerOptions> = {
  timeoutMs: 30_000,
  timeoutMsPerMegabyte: 5_000,
  idleMs: 10_000,
  maxHeapMegabytes: 256,
  maxResidentMegabytes: 768,
  childModule: new URL(`prepare-child-main.${isFromSource ? 'ts' : 'js'}`, import.meta.url),
};

/**
 * Prepares documents in one child process, one after another: started when needed, kept for the next
 * document, killed when a document takes too much time or memory, and replaced after a crash.
 */
export function createPreparer(options: PreparerOptions = {}): Preparer {
  const child = new PreparerChild({ ...DEFAULT_OPTIONS, ...options });
  let last: Promise<unknown> = Promise.resolve();

  function prepare(document: DocumentToPrepare): Promise<PrepareOutcome> {
    const { maxBytes } = DEFAULT_PARSE_LIMITS;
    if (document.bytes.length > maxBytes)
      return Promise.resolve(
        failed(
          'too_large',
          document,
          `has ${document.bytes.length} bytes; at most ${maxBytes} are read`,
        ),
      );
    const outcome = last.then(() => child.run(document));
    last = outcome.catch(() => undefined);
    return outcome;
  }

  return { prepare, close: () => child.close(), [Symbol.asyncDispose]: () => child.close() };
}

/** The lifetime of the child process and of the one document that it may be preparing. */
class PreparerChild {
  readonly #options: Required<PreparerOptions>;
  #process: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  readonly #closing = new AbortController();

  constructor(options: Required<PreparerOptions>) {
    this.#options = options;
  }

  async run(document: DocumentToPrepare): Promise<PrepareOutcome> {
    const signals = document.signal === undefined ? [] : [document.signal];
    const signal = AbortSignal.any([this.#closing.signal, ...signals]);
    signal.throwIfAborted();
    clearTimeout(this.#idleTimer);
    try {
      const child = await this.#readyChild();
      signal.throwIfAborted();
      return await this.#exchange(child, document, signal);
    } finally {
      this.#restUntilIdle();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The preparer was closed'));
    clearTimeout(this.#idleTimer);
    await this.#kill();
  }

  /** One request and its reply, or whatever comes in the reply's place. */
  async #exchange(
    child: ChildProcess,
    document: DocumentToPrepare,
    signal: AbortSignal,
  ): Promise<PrepareOutcome> {
    const { maxResidentMegabytes } = this.#options;
    const timeoutMs = this.#timeLimitOf(document);
    const id = (this.#lastId += 1);
    const release: (() => void)[] = [];
    const outcome = new Promise<PrepareOutcome>((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        if (!isPrepareReply(message) || message.kind !== 'outcome') return;
        if (message.id === id) resolve(message.outcome);
      };
      const onExit = (code: number | null, signalName: string | null): void =>
        resolve(this.#describeExit(document, code, signalName));
      const onAbort = (): void => {
        void this.#kill().then(() => reject(reasonOf(signal)));
      };
      const endWith = (code: IngestErrorCode, problem: string): void => {
        child.off('exit', onExit);
        void this.#kill().then(() => resolve(failed(code, document, problem)));
      };
      const timer = setTimeout(() => {
        endWith(
          'too_slow',
          `could not be read within ${Number((timeoutMs / 1_000).toPrecision(2))} s`,
        );
      }, timeoutMs);
      const stopWatching = watchMemory(child.pid ?? 0, maxResidentMegabytes, () => {
        endWith('unreadable', `needs more than ${maxResidentMegabytes} MB of memory to be read`);
      });
      child.on('message', onMessage).on('exit', onExit).on('error', reject);
      signal.addEventListener('abort', onAbort, { once: true });
      release.push(() => {
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
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('error', reject);
      child.once('exit', (code, signalName) => {
        reject(
          new Error(`The document reader did not start: ${signalName ?? `exit code ${code}`}`),
        );
      });
    });
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
      return failed('unreadable', document, `needs more than ${megabytes} MB of memory to be read`);
    }
    const exit = signalName ?? `exit code ${code}`;
    const problem = `made its reader end unexpectedly (${exit})`;
    return { ...failed('unreadable', document, problem), isCrash: true };
  }
}

/** From the sources the child needs the same loader as its parent; compiled it needs none. */
function loaderArguments(childModule: URL): readonly string[] {
  if (!childModule.pathname.endsWith('.ts')) return [];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href];
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('Reading the document was cancelled');
}

/** Exactly what the child needs: no signal, which cannot be sent. */
function fileOf(document: DocumentToPrepare): FileToPrepare {
  const { mime, bytes, givenTitle, fallbackTitle, chunking } = document;
  return { mime, bytes, givenTitle, fallbackTitle, chunking };
}

function failed(
  code: IngestErrorCode,
  document: DocumentToPrepare,
  problem: string,
): Extract<PrepareOutcome, { kind: 'failed' }> {
  const detail = `${document.fileName} ${problem}. Split it into smaller documents or save it in another format.`;
  return { kind: 'failed', code, detail };
}
