import type { IngestRun } from '../../../contract/ingest-run.ts';
import { INGEST_ERROR_WORDS } from '../ui/terms/document-terms.ts';
import type { Tone } from '../ui/terms/term.ts';

/** Where one file stands on its way from the browser to the index. */
export type UploadState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly fraction: number }
  | { readonly kind: 'ingesting'; readonly isRunning: boolean }
  | { readonly kind: 'done'; readonly chunksAdded: number; readonly documentId: string }
  | { readonly kind: 'unchanged'; readonly documentId: string }
  | { readonly kind: 'held'; readonly documentId: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  readonly state: UploadState;
}

/** What an ingest run of a single document says about its file. */
export function stateOfRun(run: IngestRun, documentId: string): UploadState {
  const error = run.errors[0];
  if (error !== undefined) {
    return { kind: 'failed', reason: `${INGEST_ERROR_WORDS[error.code]}. ${error.detail}` };
  }
  switch (run.status) {
    case 'queued':
    case 'paused':
      return { kind: 'ingesting', isRunning: false };
    case 'running':
      return { kind: 'ingesting', isRunning: true };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'succeeded':
      if (run.documents.held > 0) return { kind: 'held', documentId };
      return run.documents.unchanged > 0
        ? { kind: 'unchanged', documentId }
        : { kind: 'done', chunksAdded: run.chunks.added, documentId };
    case 'failed':
    case 'partly_failed':
      return { kind: 'failed', reason: 'The document could not be ingested.' };
    default:
      return run.status satisfies never;
  }
}

export function isSettled(state: UploadState): boolean {
  return state.kind !== 'waiting' && state.kind !== 'sending' && state.kind !== 'ingesting';
}

/** The document to open for a file, once it is stored. */
export function documentOf(state: UploadState): string | null {
  const isStored = state.kind === 'done' || state.kind === 'unchanged' || state.kind === 'held';
  return isStored && state.documentId !== '' ? state.documentId : null;
}

/** How far a file is, from 0 to 1: sending is the first half of the way. */
export function progressOf(state: UploadState): number {
  if (state.kind === 'waiting') return 0;
  if (state.kind === 'sending') return state.fraction / 2;
  if (state.kind === 'ingesting') return state.isRunning ? 0.75 : 0.55;
  return 1;
}

export function describeUpload(state: UploadState): {
  readonly words: string;
  readonly tone: Tone;
} {
  switch (state.kind) {
    case 'waiting':
      return { words: 'Waiting', tone: 'muted' };
    case 'sending':
      return { words: `Sending, ${(state.fraction * 100).toFixed(0)} %`, tone: 'info' };
    case 'ingesting':
      return { words: state.isRunning ? 'Reading and indexing' : 'Queued', tone: 'info' };
    case 'done':
      return {
        words:
          state.chunksAdded === 1 ? 'Done, 1 new chunk' : `Done, ${state.chunksAdded} new chunks`,
        tone: 'good',
      };
    case 'unchanged':
      return { words: 'Unchanged, nothing to do', tone: 'muted' };
    case 'held':
      return { words: 'Held until somebody approves it', tone: 'warn' };
    case 'cancelled':
      return { words: 'Cancelled before its turn', tone: 'muted' };
    case 'failed':
      return { words: state.reason, tone: 'bad' };
    default:
      return state satisfies never;
  }
}
