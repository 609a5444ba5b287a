import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentMime } from '../../contract/document.ts';
import { isParseReply } from './parse-message.ts';
import { DEFAULT_PARSE_LIMITS, type ParseOutcome } from './parsed-document.ts';

export interface DocumentToParse {
  readonly fileName: string;
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
  /** Aborting rejects the call with the signal's reason and kills the child. */
  readonly signal?: AbortSignal;
}

export interface Parser extends AsyncDisposable {
  /** Always resolves with an outcome, unless the signal is aborted or the parser is closed. */
  parse(document: DocumentToParse): Promise<ParseOutcome>;
  /** Ends the child; a running parse is rejected. */
  close(): Promise<void>;
}

export interface ParserOptions {
  readonly timeoutMs?: number;
  /** How long an unused child is kept. */
  readonly idleMs?: number;
  readonly heapMegabytes?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_IDLE_MS = 10_000;
const DEFAULT_HEAP_MEGABYTES = 256;

/**
 * Parses documents in one child process, one after another: started when needed, kept for the next
 * document, killed when a document takes too long, and replaced after a crash.
 */
export function createParser(options: ParserOptions = {}): Parser {
  const child = new ParserChild(options);
  let last: Promise<unknown> = Promise.resolve();

  function parse(document: DocumentToParse): Promise<ParseOutcome> {
    if (document.bytes.length > DEFAULT_PARSE_LIMITS.maxBytes)
      return Promise.resolve(tooLarge(document));
    const outcome = last.then(() => child.run(document));
    last = outcome.catch(() => undefined);
    return outcome;
  }

  return { parse, close: () => child.close(), [Symbol.asyncDispose]: () => child.close() };
}

/** The lifetime of the child process and of the one parse that it may be running. */
class ParserChild {
  readonly #timeoutMs: number;
  readonly #idleMs: number;
  readonly #heapMegabytes: number;
  #process: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #lastId = 0;
  #isClosed = false;
  #abandon: ((reason: Error) => void) | null = null;

  constructor(options: ParserOptions) {
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.#heapMegabytes = options.heapMegabytes ?? DEFAULT_HEAP_MEGABYTES;
  }

  async run(document: DocumentToParse): Promise<ParseOutcome> {
    if (this.#isClosed) throw new Error('The parser is closed');
    document.signal?.throwIfAborted();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#process ??= this.#start();
    this.#process.ref();
    try {
      return await this.#exchange(this.#process, document);
    } finally {
      this.#restWhenIdle();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#abandon?.(new Error('The parser was closed while it read a document'));
    await this.#kill();
  }

  #exchange(child: ChildProcess, document: DocumentToParse): Promise<ParseOutcome> {
    const id = (this.#lastId += 1);
    return new Promise<ParseOutcome>((resolve, reject) => {
      const stopListening = (): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        document.signal?.removeEventListener('abort', onAbort);
        this.#abandon = null;
      };
      const settle = (outcome: ParseOutcome): void => {
        stopListening();
        resolve(outcome);
      };
      const abandon = (reason: Error): void => {
        stopListening();
        void this.#kill().then(() => reject(reason));
      };
      const onMessage = (message: unknown): void => {
        if (isParseReply(message) && message.id === id) settle(message.outcome);
      };
      const onExit = (code: number | null, signal: string | null): void =>
        settle(this.#crashed(document, { code, signal }));
      const onAbort = (): void => abandon(reasonOf(document.signal));
      const timer = setTimeout(() => {
        stopListening();
        void this.#kill().then(() => resolve(this.#tooSlow(document)));
      }, this.#timeoutMs);
      this.#abandon = abandon;
      child.on('message', onMessage).on('exit', onExit);
      document.signal?.addEventListener('abort', onAbort, { once: true });
      // A send that fails means that the child is gone, which its exit reports.
      child.send({ id, mime: document.mime, bytes: document.bytes }, () => undefined);
    });
  }

  /** The child gets no environment, so no key of the service, and a folder with nothing of ours in it. */
  #start(): ChildProcess {
    const child = fork(fileURLToPath(childModule), {
      execArgv: [`--max-old-space-size=${this.#heapMegabytes}`, ...loaderArguments()],
      env: {},
      cwd: tmpdir(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('error', () => undefined);
    child.on('exit', () => {
      if (this.#process === child) this.#process = null;
    });
    return child;
  }

  #restWhenIdle(): void {
    const child = this.#process;
    if (child === null) return;
    child.unref();
    child.channel?.unref();
    this.#idleTimer = setTimeout(() => void this.#kill(), this.#idleMs);
    this.#idleTimer.unref();
  }

  async #kill(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    this.#process = null;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #tooSlow(document: DocumentToParse): ParseOutcome {
    const seconds = Math.round(this.#timeoutMs / 1_000);
    const detail = `${document.fileName} could not be read within ${seconds} s. Split it into smaller documents or save it in another format.`;
    return { kind: 'failed', code: 'too_slow', detail };
  }

  #crashed(
    document: DocumentToParse,
    exit: { readonly code: number | null; readonly signal: string | null },
  ): ParseOutcome {
    const ranOutOfMemory = exit.signal === 'SIGABRT' || exit.code === 134;
    const reason = ranOutOfMemory
      ? `needs more than ${this.#heapMegabytes} MB of memory to read`
      : `made its reader end unexpectedly (${exit.signal ?? `exit code ${exit.code}`})`;
    const detail = `${document.fileName} ${reason}. Split it into smaller documents or save it in another format.`;
    return { kind: 'failed', code: 'unreadable', detail };
  }
}

const isFromSource = import.meta.url.endsWith('.ts');
const childModule = new URL(`parse-child-main.${isFromSource ? 'ts' : 'js'}`, import.meta.url);

function loaderArguments(): readonly string[] {
  if (!isFromSource) return [];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href];
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('Reading the document was cancelled');
}

function tooLarge(document: DocumentToParse): ParseOutcome {
  const detail = `${document.fileName} has ${document.bytes.length} bytes; at most ${DEFAULT_PARSE_LIMITS.maxBytes} are read. Split it into smaller documents.`;
  return { kind: 'failed', code: 'too_large', detail };
}
