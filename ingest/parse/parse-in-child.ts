import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentMime } from '../../contract/document.ts';
import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import { isParseReply, type ParseRequest } from './parse-message.ts';
import { DEFAULT_PARSE_LIMITS, type ParseOutcome } from './parsed-document.ts';
import { watchMemory } from './watch-memory.ts';

export interface DocumentToParse {
  readonly fileName: string;
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
  /** Aborting rejects the call with the signal's reason and kills the child. */
  readonly signal?: AbortSignal;
}

export interface Parser extends AsyncDisposable {
  /** Resolves with an outcome for every file; rejects when the signal is aborted or the parser closed. */
  parse(document: DocumentToParse): Promise<ParseOutcome>;
  /** Ends the child; a parse that is running or waiting is rejected. */
  close(): Promise<void>;
}

export interface ParserOptions {
  readonly timeoutMs?: number;
  /** How long an unused child is kept. */
  readonly idleMs?: number;
  readonly maxHeapMegabytes?: number;
  readonly maxResidentMegabytes?: number;
  /** The module that the child runs, for tests that need one which misbehaves. */
  readonly childModule?: URL;
}

const isFromSource = import.meta.url.endsWith('.ts');

const DEFAULT_OPTIONS: Required<ParserOptions> = {
  timeoutMs: 30_000,
  idleMs: 10_000,
  maxHeapMegabytes: 256,
  maxResidentMegabytes: 768,
  childModule: new URL(`parse-child-main.${isFromSource ? 'ts' : 'js'}`, import.meta.url),
};

/**
 * Parses documents in one child process, one after another: started when needed, kept for the next
 * document, killed when a document takes too much time or memory, and replaced after a crash.
 */
export function createParser(options: ParserOptions = {}): Parser {
  const child = new ParserChild({ ...DEFAULT_OPTIONS, ...options });
  let last: Promise<unknown> = Promise.resolve();

  function parse(document: DocumentToParse): Promise<ParseOutcome> {
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

  return { parse, close: () => child.close(), [Symbol.asyncDispose]: () => child.close() };
}

/** The lifetime of the child process and of the one parse that it may be running. */
class ParserChild {
  readonly #options: Required<ParserOptions>;
  #process: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  readonly #closing = new AbortController();

  constructor(options: Required<ParserOptions>) {
    this.#options = options;
  }

  async run(document: DocumentToParse): Promise<ParseOutcome> {
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
    this.#closing.abort(new Error('The parser was closed'));
    clearTimeout(this.#idleTimer);
    await this.#kill();
  }

  /** One request and its reply, or whatever comes in the reply's place. */
  async #exchange(
    child: ChildProcess,
    document: DocumentToParse,
    signal: AbortSignal,
  ): Promise<ParseOutcome> {
    const { timeoutMs, maxResidentMegabytes } = this.#options;
    const id = (this.#lastId += 1);
    const release: (() => void)[] = [];
    const outcome = new Promise<ParseOutcome>((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        if (!isParseReply(message) || message.kind !== 'outcome') return;
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
        endWith('too_slow', `could not be read within ${timeoutMs / 1_000} s`);
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
      const request: ParseRequest = {
        kind: 'parse',
        id,
        mime: document.mime,
        bytes: document.bytes,
      };
      child.send(request, () => undefined);
    });
    return await outcome.finally(() => release.forEach((undo) => undo()));
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
    document: DocumentToParse,
    code: number | null,
    signalName: string | null,
  ): ParseOutcome {
    this.#process = null;
    const ranOutOfMemory = signalName === 'SIGABRT' || code === 134;
    if (ranOutOfMemory) {
      const megabytes = this.#options.maxHeapMegabytes;
      return failed('unreadable', document, `needs more than ${megabytes} MB of memory to be read`);
    }
    const exit = signalName ?? `exit code ${code}`;
    return failed('unreadable', document, `made its reader end unexpectedly (${exit})`);
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

function failed(code: IngestErrorCode, document: DocumentToParse, problem: string): ParseOutcome {
  const detail = `${document.fileName} ${problem}. Split it into smaller documents or save it in another format.`;
  return { kind: 'failed', code, detail };
}
