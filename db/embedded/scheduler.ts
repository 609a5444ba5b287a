import { messageOf } from '../../platform/errors.ts';
import {
  encodeError,
  encodeReady,
  encodeSessionCleanup,
  type TransactionStatus,
} from './wire-messages.ts';

/** The one database backend that all sessions share. It never runs two batches at a time. */
export interface Backend {
  execute(batch: Uint8Array, onOutput: (output: Buffer) => void): Promise<TransactionStatus>;
}

/** A session as the scheduler knows it. */
export interface Member {
  /** Ends a session that held the backend too long; the session must then leave. */
  expel(): void;
}

export interface Batch {
  readonly member: Member;
  readonly messages: Uint8Array;
  readonly onOutput: (output: Buffer) => void;
}

export interface SchedulerOptions {
  readonly backend: Backend;
  /** How long a transaction may stand idle while other sessions wait for the backend. */
  readonly idleTransactionMs: number;
  /** Called when the backend threw and could not be brought back; nothing will work after that. */
  readonly onBroken: (error: unknown) => void;
}

interface Job extends Batch {
  readonly done: () => void;
}

/**
 * Decides whose batch runs next. A session that leaves a transaction open, or a batch unfinished,
 * owns the backend until ReadyForQuery says idle; everyone else waits in order of arrival.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: Job[] = [];
  #owner: Member | null = null;
  #running = false;
  #idleTimer: NodeJS.Timeout | null = null;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Runs a batch when its turn comes. Never rejects: a failure of the backend is an error reply. */
  async run(batch: Batch): Promise<void> {
    const finished = new Promise<void>((resolve) => {
      this.#queue.push({ ...batch, done: resolve });
    });
    void this.#pump();
    await finished;
  }

  /** Ends what a session has open in the backend: its transaction and its prepared statements. */
  async leave(member: Member, statementNames: Iterable<string>): Promise<void> {
    const messages = encodeSessionCleanup(statementNames);
    await this.run({ member, messages, onOutput: ignoreOutput });
  }

  async #pump(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let job = this.#takeNext(); job !== undefined; job = this.#takeNext()) {
      this.#stopIdleTimer();
      await this.#execute(job);
      job.done();
    }
    this.#running = false;
    this.#watchIdleOwner();
  }

  #takeNext(): Job | undefined {
    if (this.#owner === null) return this.#queue.shift();
    const index = this.#queue.findIndex((job) => job.member === this.#owner);
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }

  async #execute(job: Job): Promise<void> {
    try {
      const status = await this.#options.backend.execute(job.messages, job.onOutput);
      this.#owner = status === 'idle' ? null : job.member;
    } catch (error) {
      await this.#recover();
      const message = `The embedded database failed: ${messageOf(error)}`;
      job.onOutput(encodeError({ severity: 'ERROR', code: 'XX000', message }));
      job.onOutput(encodeReady());
    }
  }

  async #recover(): Promise<void> {
    this.#owner = null;
    try {
      await this.#options.backend.execute(encodeSessionCleanup([]), ignoreOutput);
    } catch (error) {
      this.#options.onBroken(error);
    }
  }

  #watchIdleOwner(): void {
    if (this.#owner === null || this.#queue.length === 0 || this.#idleTimer !== null) return;
    this.#idleTimer = setTimeout(() => {
      this.#idleTimer = null;
      this.#owner?.expel();
    }, this.#options.idleTransactionMs);
  }

  #stopIdleTimer(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
  }
}

function ignoreOutput(): void {
  // A session that has left reads nothing.
}
