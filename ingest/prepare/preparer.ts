import type { FileToPrepare, PrepareOutcome } from './prepared-document.ts';

export interface DocumentToPrepare extends FileToPrepare {
  readonly fileName: string;
  /** Aborting rejects the call with the signal's reason and kills the child. */
  readonly signal?: AbortSignal;
}

export interface Preparer extends AsyncDisposable {
  /** Resolves with an outcome for every file; rejects when the signal is aborted or the preparer closed. */
  prepare(document: DocumentToPrepare): Promise<PrepareOutcome>;
  /** Ends the children; what is running or waiting is rejected. */
  close(): Promise<void>;
}

export interface PreparerOptions {
  readonly timeoutMs?: number;
  /** Time that each megabyte of a file adds to that. */
  readonly timeoutMsPerMegabyte?: number;
  /** How long an unused child is kept. */
  readonly idleMs?: number;
  readonly maxChildren?: number;
  /** How long a document waits for the one child before a second is started; for each further one, twice as long. */
  readonly patienceMs?: number;
  readonly maxHeapMegabytes?: number;
  readonly maxResidentMegabytes?: number;
  /** What all children may hold together. */
  readonly maxTotalMegabytes?: number;
  /** The module that the child runs, for tests that need one which misbehaves. */
  readonly childModule?: URL;
}
