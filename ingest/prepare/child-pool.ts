import { performance } from 'node:perf_hooks';
import type { PrepareOutcome } from './prepared-document.ts';
import { PreparerChild, reasonOf } from './preparer-child.ts';
import type { DocumentToPrepare, PreparerOptions } from './preparer.ts';

interface Waiting {
  readonly document: DocumentToPrepare;
  readonly since: number;
  /** It was stopped because all children together held too much, and goes on when no other is busy. */
  needsRoom: boolean;
  readonly resolve: (outcome: PrepareOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

const PATIENCE_GROWTH = 2;

/**
 * Hands documents to children in the order in which they come. One child is enough while documents are
 * quick; another is started when one has waited for a while, so that no slow document stands in the way.
 */
export class ChildPool {
  readonly #options: Required<PreparerOptions>;
  readonly #children: readonly PreparerChild[];
  /** In the order in which they began. */
  readonly #busy = new Set<PreparerChild>();
  #waiting: Waiting[] = [];
  /** When a child was last ready to read. */
  #readyAt = 0;
  #patienceTimer: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();

  constructor(options: Required<PreparerOptions>) {
    this.#options = options;
    this.#children = Array.from(
      { length: options.maxChildren },
      () =>
        new PreparerChild({
          ...options,
          onReady: () => this.#noteStart(),
          onMemory: () => this.#makeRoom(),
        }),
    );
  }

  async run(document: DocumentToPrepare): Promise<PrepareOutcome> {
    const signals = document.signal === undefined ? [] : [document.signal];
    const signal = AbortSignal.any([this.#closing.signal, ...signals]);
    signal.throwIfAborted();
    const settled = new AbortController();
    const outcome = new Promise<PrepareOutcome>((resolve, reject) => {
      const since = performance.now();
      const waiting = { document, since, needsRoom: false, resolve, reject };
      const stopWaiting = (): void => this.#forget(waiting, reasonOf(signal));
      signal.addEventListener('abort', stopWaiting, { signal: settled.signal });
      this.#waiting.push(waiting);
      this.#dispatch();
    });
    return await outcome.finally(() => settled.abort());
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The preparer was closed'));
    clearTimeout(this.#patienceTimer);
    await Promise.all(this.#children.map((child) => child.close()));
  }

  #dispatch(): void {
    clearTimeout(this.#patienceTimer);
    if (this.#closing.signal.aborted) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const child = this.#childFor(next);
      if (child === null) return this.#waitForPatience(next);
      this.#waiting.shift();
      this.#busy.add(child);
      void this.#hand(next, child);
    }
  }

  async #hand(next: Waiting, child: PreparerChild): Promise<void> {
    try {
      const outcome = await child.run(next.document);
      if (outcome.kind !== 'stopped') return next.resolve(outcome);
      next.needsRoom = true;
      this.#waiting.unshift(next);
    } catch (error) {
      next.reject(error);
    } finally {
      this.#busy.delete(child);
      this.#dispatch();
    }
  }

  /** A child that has it already hears of the signal by itself. */
  #forget(waiting: Waiting, reason: Error): void {
    if (!this.#waiting.includes(waiting)) return;
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.reject(reason);
    this.#dispatch();
  }

  /**
   * A free child, preferably one that runs already, but for a document that needs all the room; null where
   * it has to wait.
   */
  #childFor({ since, needsRoom }: Waiting): PreparerChild | null {
    if (needsRoom && this.#busy.size > 0) return null;
    const free = this.#children.filter((child) => !this.#busy.has(child));
    const running = free.find((child) => child.isRunning);
    const fresh = free.find((child) => !child.isRunning);
    if (needsRoom) return fresh ?? running ?? null;
    if (running !== undefined) return running;
    // A start takes a while of its own and says nothing about how slow documents are.
    if (this.#isStarting()) return null;
    return this.#dueInMs(since) <= 0 ? (fresh ?? null) : null;
  }

  #isStarting(): boolean {
    return this.#children.some((child) => child.isStarting);
  }

  #noteStart(): void {
    this.#readyAt = performance.now();
    this.#dispatch();
  }

  /** How long one still waits until a child more is started than those that are busy. */
  #dueInMs(since: number): number {
    const { patienceMs } = this.#options;
    if (this.#busy.size === 0) return 0;
    const patience = patienceMs * PATIENCE_GROWTH ** (this.#busy.size - 1);
    return Math.max(since, this.#readyAt) + patience - performance.now();
  }

  #waitForPatience({ since, needsRoom }: Waiting): void {
    if (needsRoom || this.#busy.size === this.#children.length || this.#isStarting()) return;
    const waitMs = Math.max(1, Math.ceil(this.#dueInMs(since)));
    this.#patienceTimer = setTimeout(() => this.#dispatch(), waitMs);
  }

  /** Ends what is idle or else stops what began last when all children together hold too much. */
  #makeRoom(): void {
    const total = this.#children.reduce((sum, child) => sum + child.heldMegabytes, 0);
    if (total <= this.#options.maxTotalMegabytes) return;
    const idle = this.#children.filter((child) => child.isRunning && !this.#busy.has(child));
    for (const child of idle) void child.rest();
    if (idle.length === 0 && this.#busy.size > 1) [...this.#busy].at(-1)?.stop();
  }
}
